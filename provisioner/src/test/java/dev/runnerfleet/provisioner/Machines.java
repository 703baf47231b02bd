package dev.runnerfleet.provisioner;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.topic.Topic;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Machines of the sandbox, and what they do of their own. */
public final class Machines {

  public static final Duration SOON = Duration.ofSeconds(30);

  private static final String SANDBOX =
      ConfigProvider.getConfig().getValue("runnerfleet.sandbox.url", String.class);

  private Machines() {}

  /** What a machine proves itself with. */
  public record Identity(String document, String signature) {}

  /** The name of a pool that no other test knows. */
  public static String newPool() {
    return "pool-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** A new order for the pool's first revision. */
  public static LaunchRunner order(String pool) {
    return order(pool, null);
  }

  /** One that only the market will do for. */
  public static LaunchRunner order(String pool, Offering.@Nullable Market market) {
    return new LaunchRunner(
        new RunnerId(UUID.randomUUID().toString()),
        new PoolName(pool),
        new ThrottleDomain("self/us-east-1"),
        1,
        LaunchRunner.Purpose.WAITING_JOB,
        market,
        new DecisionId("d-1"),
        Instant.now());
  }

  /** Has a machine launched for the pool, which is known already. */
  public static RunnerLaunched launch(Bus bus, String pool) {
    return launch(bus, pool, 1).getFirst();
  }

  /** Has so many machines launched for the pool. */
  public static List<RunnerLaunched> launch(Bus bus, String pool, int count) {
    List<LaunchRunner> orders = Stream.generate(() -> order(pool)).limit(count).toList();
    orders.forEach(order -> bus.send(Topic.LAUNCH_COMMANDS, order));
    return orders.stream()
        .map(order -> awaitEvent(bus, order.runner().value(), RunnerLaunched.class))
        .toList();
  }

  /** Orders a machine that is not to be had, and tells why. */
  public static LaunchFailed failToLaunch(Bus bus, LaunchRunner order) {
    bus.send(Topic.LAUNCH_COMMANDS, order);
    return awaitEvent(bus, order.runner().value(), LaunchFailed.class);
  }

  /** The first event of the type with the key. */
  public static <E extends RunnerEvent> E awaitEvent(Bus bus, String key, Class<E> type) {
    return awaitEvents(bus, key, type, 1).getFirst();
  }

  /** The events of the type with the key, once there are so many. */
  public static <E extends RunnerEvent> List<E> awaitEvents(
      Bus bus, String key, Class<E> type, int count) {
    return await()
        .atMost(SOON)
        .until(
            () -> bus.events(key).stream().filter(type::isInstance).map(type::cast).toList(),
            events -> events.size() >= count);
  }

  /** The machine's identity as its metadata service gives it, once it runs. */
  public static Identity identity(String instance) {
    return new Identity(
        metadata(instance, "dynamic/instance-identity/document"),
        metadata(instance, "dynamic/instance-identity/rsa2048"));
  }

  private static String metadata(String instance, String path) {
    String base = SANDBOX + "/imds/" + instance + "/latest/";
    return await()
        .atMost(SOON)
        .until(
            () -> {
              Response token =
                  given()
                      .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
                      .put(base + "api/token");
              Response answer =
                  given().header("X-aws-ec2-metadata-token", token.asString()).get(base + path);
              return Optional.of(answer)
                  .filter(each -> each.statusCode() == 200)
                  .map(Response::asString);
            },
            Optional::isPresent)
        .orElseThrow();
  }

  public static Response enrol(Identity identity) {
    return enrol(Map.of("document", identity.document(), "signature", identity.signature()));
  }

  public static Response enrol(Map<String, String> body) {
    return given().contentType(ContentType.JSON).body(body).post("/enrolments");
  }

  /** The sandbox's GitLab, as its administrator sees it. */
  public static RequestSpecification gitlab() {
    return given().baseUri(SANDBOX + "/gitlab").header("PRIVATE-TOKEN", "glpat-sandbox");
  }

  /** Orders something to go wrong in the sandbox; tells the order's id. */
  public static String fault(Map<String, Object> order) {
    return given()
        .baseUri(SANDBOX)
        .contentType(ContentType.JSON)
        .body(order)
        .post("/control/faults")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Has it go right again. */
  public static void lift(String fault) {
    given().baseUri(SANDBOX).delete("/control/faults/" + fault).then().statusCode(204);
  }

  /** Somebody terminates the machine in the console. */
  public static void kill(String instance) {
    given().baseUri(SANDBOX).post("/control/instances/" + instance + "/kill");
    await()
        .atMost(SOON)
        .until(() -> ec2("DescribeInstances&InstanceId.1=" + instance).contains("terminated"));
  }

  /** What EC2 answers to an action and its parameters, as XML. */
  public static String ec2(String form) {
    return given()
        .baseUri(SANDBOX)
        .contentType("application/x-www-form-urlencoded")
        .body("Version=2016-11-15&Action=" + form)
        .post("/ec2/")
        .asString();
  }
}
