package dev.runnerfleet.reaper;

import static io.restassured.RestAssured.given;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.topic.Topic;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Machines in the sandbox, from the side of the provisioner and of the machines themselves. There
 * is one in a process: AWS's clients take two seconds to close.
 */
final class SandboxFleet {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  private final String sandbox;
  private Told fleet;
  private final Ec2AsyncClient ec2;
  private final SqsAsyncClient sqs;

  SandboxFleet(String sandbox, String sqs, Told fleet) {
    this.sandbox = sandbox;
    this.fleet = fleet;
    this.ec2 =
        Ec2AsyncClient.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .endpointOverride(URI.create(sandbox))
            .build();
    this.sqs =
        SqsAsyncClient.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .endpointOverride(URI.create(sqs))
            .build();
  }

  /** From now on its machines are told of there. */
  SandboxFleet tellingOf(Told current) {
    fleet = current;
    return this;
  }

  /** A spot machine that serves GitLab for jobs with a tag that nobody else has. */
  Member launch(PoolName pool) {
    Member member = make(pool);
    member.tellOfLaunch(Instant.now());
    member.tellOfRegistration(Instant.now());
    return member;
  }

  /** So many of them. */
  List<Member> launch(PoolName pool, int count) {
    List<Member> members =
        run(pool, "", count).stream()
            .map(instance -> register(pool, new InstanceId(instance)))
            .toList();
    for (Member member : members) {
      member.tellOfLaunch(Instant.now());
      member.tellOfRegistration(Instant.now());
    }
    return members;
  }

  /** The same while nobody has told the reaper of it. */
  Member make(PoolName pool) {
    return make(pool, "");
  }

  /** A machine that boots with this user data. */
  Member make(PoolName pool, String userData) {
    return register(pool, new InstanceId(run(pool, userData)));
  }

  /** A machine that EC2 does not know, and that GitLab has a runner of. */
  Member unknown(PoolName pool) {
    return register(pool, new InstanceId("i-0fffffff%08x0".formatted(COUNT.get())));
  }

  private Member register(PoolName pool, InstanceId instance) {
    int number = COUNT.incrementAndGet();
    RunnerId runner = new RunnerId("r-" + pool + "-" + number);
    Response made =
        gitLab()
            .contentType("application/json")
            .body(
                Map.of(
                    "runner_type",
                    "instance_type",
                    "description",
                    "runnerfleet/runnerfleet/%s/%s 123456789012/%s"
                        .formatted(pool, runner, instance),
                    "run_untagged",
                    false,
                    "tag_list",
                    List.of("only-" + number, "shared-" + pool)))
            .post(sandbox + "/gitlab/api/v4/user/runners");
    made.then().statusCode(201);
    return new Member(
        runner,
        pool,
        instance,
        made.jsonPath().getLong("id"),
        made.jsonPath().getString("token"),
        "only-" + number);
  }

  /** An instance with this fleet's tags; without user data its machine does nothing by itself. */
  String run(PoolName pool, String userData) {
    return run(pool, userData, 1).getFirst();
  }

  private List<String> run(PoolName pool, String userData, int count) {
    List<Tag> tags =
        List.of(
            Tag.builder().key("runnerfleet:fleet").value("runnerfleet").build(),
            Tag.builder().key("runnerfleet:pool").value(pool.toString()).build());
    return ec2
        .runInstances(
            r ->
                r.imageId(
                        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64")
                    .instanceType("m7i.large")
                    .minCount(count)
                    .maxCount(count)
                    .subnetId("subnet-0a")
                    .securityGroupIds("sg-0f")
                    .userData(
                        Base64.getEncoder()
                            .encodeToString(userData.getBytes(StandardCharsets.UTF_8)))
                    .instanceMarketOptions(m -> m.marketType("spot"))
                    .tagSpecifications(
                        TagSpecification.builder()
                            .resourceType(ResourceType.INSTANCE)
                            .tags(tags)
                            .build()))
        .join()
        .instances()
        .stream()
        .map(software.amazon.awssdk.services.ec2.model.Instance::instanceId)
        .toList();
  }

  String state(String instance) {
    return ec2.describeInstances(r -> r.instanceIds(instance))
        .join()
        .reservations()
        .getFirst()
        .instances()
        .getFirst()
        .state()
        .nameAsString();
  }

  void tag(String instance, String key, String value) {
    ec2.createTags(r -> r.resources(instance).tags(Tag.builder().key(key).value(value).build()))
        .join();
  }

  void order(String path, @Nullable Map<String, ?> body) {
    post(path, body);
  }

  private Response post(String path, @Nullable Map<String, ?> body) {
    RequestSpecification request = given().contentType("application/json");
    Response answer =
        (body == null ? request : request.body(body)).post(sandbox + "/control" + path);
    answer.then().statusCode(org.hamcrest.Matchers.lessThan(300));
    return answer;
  }

  /** Has something go wrong until the test ends, or it is lifted. */
  String fault(String kind, Map<String, ?> how) {
    Map<String, Object> order = new java.util.HashMap<>(how);
    order.put("kind", kind);
    return Objects.requireNonNull(post("/faults", order).jsonPath().getString("id"));
  }

  int strikes(String fault) {
    return given().get(sandbox + "/control/faults/" + fault).jsonPath().getInt("strikes");
  }

  void lift(String fault) {
    given().delete(sandbox + "/control/faults/" + fault);
  }

  void liftFaults() {
    List<String> ordered = given().get(sandbox + "/control/faults").jsonPath().getList("id");
    ordered.forEach(this::lift);
  }

  /** How many of these calls EC2 has answered, well or not; of all calls where none is named. */
  int calls(String action) {
    Map<String, Map<String, Integer>> calls =
        given().get(sandbox + "/control/world").jsonPath().getMap("calls");
    return calls.entrySet().stream()
        .filter(each -> action.isEmpty() || each.getKey().equals(action))
        .flatMap(each -> each.getValue().values().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** A pending job of one's own making. */
  long makeJob(String project, String tag, @Nullable Map<String, ?> retry) {
    Map<String, Object> job =
        new java.util.HashMap<>(
            Map.of("name", "build", "stage", "build", "tags", List.of(tag), "duration", "PT1H"));
    if (retry != null) {
      job.put("retry", retry);
    }
    Response made =
        given()
            .contentType("application/json")
            .body(Map.of("project", project, "jobs", List.of(job)))
            .post(sandbox + "/control/pipelines");
    made.then().statusCode(org.hamcrest.Matchers.lessThan(300));
    return jobs(project).getLong("max { it.id }.id");
  }

  JsonPath jobs(String project) {
    return gitLab()
        .get(
            sandbox
                + "/gitlab/api/v4/projects/"
                + project.replace("/", "%2F")
                + "/jobs?per_page=100")
        .jsonPath();
  }

  @Nullable String jobStatus(String project, long job) {
    return jobs(project).getString("find { it.id == %d }.status".formatted(job));
  }

  Instant jobEnd(String project, long job) {
    return Instant.parse(
        jobs(project).getString("find { it.id == %d }.finished_at".formatted(job)));
  }

  void cancelPipeline(String project, long job) {
    JsonPath found = jobs(project);
    long pipeline = found.getLong("find { it.id == %d }.pipeline.id".formatted(job));
    gitLab()
        .post(
            sandbox
                + "/gitlab/api/v4/projects/%s/pipelines/%d/cancel"
                    .formatted(project.replace("/", "%2F"), pipeline))
        .then()
        .statusCode(org.hamcrest.Matchers.lessThan(300));
  }

  boolean registered(Member member) {
    return gitLab().get(sandbox + "/gitlab/api/v4/runners/" + member.gitLabRunner).statusCode()
        == 200;
  }

  /** Somebody deletes it in GitLab. */
  void unregister(Member member) {
    gitLab().delete(sandbox + "/gitlab/api/v4/runners/" + member.gitLabRunner);
  }

  boolean up(Member member) {
    return List.of("pending", "running").contains(state(member.instance().toString()));
  }

  boolean paused(Member member) {
    return gitLab()
        .get(sandbox + "/gitlab/api/v4/runners/" + member.gitLabRunner)
        .jsonPath()
        .getBoolean("paused");
  }

  void sendMessage(String body) {
    String url = sqs.getQueueUrl(r -> r.queueName("runnerfleet")).join().queueUrl();
    sqs.sendMessage(r -> r.queueUrl(url).messageBody(body)).join();
  }

  /** Messages that wait, and those that somebody has in hand. */
  int messagesLeft() {
    String url = sqs.getQueueUrl(r -> r.queueName("runnerfleet")).join().queueUrl();
    return sqs
        .getQueueAttributes(
            r ->
                r.queueUrl(url)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .join()
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static RequestSpecification gitLab() {
    return given().header("PRIVATE-TOKEN", "glpat-sandbox").urlEncodingEnabled(false);
  }

  /** A machine of the fleet. */
  final class Member {
    private final RunnerId runner;
    private final PoolName pool;
    private final InstanceId instance;
    private final long gitLabRunner;
    private final String token;
    private final String tag;
    private String jobToken = "";
    private long job;

    private Member(
        RunnerId runner,
        PoolName pool,
        InstanceId instance,
        long gitLabRunner,
        String token,
        String tag) {
      this.runner = runner;
      this.pool = pool;
      this.instance = instance;
      this.gitLabRunner = gitLabRunner;
      this.token = token;
      this.tag = tag;
    }

    RunnerId runner() {
      return runner;
    }

    InstanceId instance() {
      return instance;
    }

    long gitLabRunner() {
      return gitLabRunner;
    }

    String tag() {
      return tag;
    }

    String token() {
      return token;
    }

    void tellOfLaunch(Instant at) {
      fleet.send(
          Topic.RUNNER_EVENTS,
          new RunnerLaunched(
              runner,
              pool,
              instance,
              "us-east-1",
              new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT),
              Usd.of("0.05"),
              1,
              null,
              at,
              at));
    }

    void tellOfRegistration(Instant at) {
      fleet.send(
          Topic.RUNNER_EVENTS,
          new RunnerRegistered(
              runner,
              pool,
              instance,
              new GitLabRunnerId(gitLabRunner),
              at,
              ReportKeyDigest.of(reportKey())));
    }

    String reportKey() {
      return "key-of-" + runner;
    }

    /** Tells the reaper what AWS told it. */
    int report(RunnerInterrupted.Kind kind, @Nullable Instant deadline) {
      Map<String, Object> notice = new java.util.HashMap<>();
      notice.put("kind", kind.name());
      notice.put("deadline", deadline == null ? null : deadline.toString());
      return given()
          .header("Authorization", "Bearer " + reportKey())
          .contentType("application/json")
          .body(Map.of("runner", runner.toString(), "state", "DRAINING", "notice", notice))
          .post("/reports")
          .statusCode();
    }

    void orderDrain(RetirementReason reason) {
      fleet.send(
          Topic.RETIRE_COMMANDS,
          new DrainRunner(runner, pool, reason, new DecisionId("d-1"), Instant.now()));
    }

    void orderTermination() {
      fleet.send(
          Topic.RETIRE_COMMANDS,
          new TerminateRunner(
              runner, pool, RetirementReason.LIMIT_LOWERED, new DecisionId("d-1"), Instant.now()));
    }

    /** Asks GitLab for a job, as a runner does. */
    long takeJob() {
      return takeJob(Map.of());
    }

    /** The same as a runner that lets a canceled job come to its end. */
    long takeJobToCancelGracefully() {
      return takeJob(Map.of("features", Map.of("cancelable", true, "cancel_gracefully", true)));
    }

    private long takeJob(Map<String, ?> info) {
      Response granted =
          given()
              .contentType("application/json")
              .body(Map.of("token", token, "system_id", "s_" + gitLabRunner, "info", info))
              .post(sandbox + "/gitlab/api/v4/jobs/request");
      granted.then().statusCode(201);
      job = granted.jsonPath().getLong("id");
      jobToken = Objects.requireNonNull(granted.jsonPath().getString("token"));
      return job;
    }

    void endJob(Map<String, String> state) {
      Map<String, String> body = new java.util.HashMap<>(state);
      body.put("token", jobToken);
      given()
          .contentType("application/json")
          .body(body)
          .put(sandbox + "/gitlab/api/v4/jobs/" + job)
          .then()
          .statusCode(200);
    }
  }
}
