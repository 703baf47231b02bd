package dev.runnerfleet.sandbox.ec2;

import io.restassured.RestAssured;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** AWS's own client on the sandbox, and the orders that many tests give by it. */
public final class Ec2Wire implements AutoCloseable {
  // Closing one takes the SDK two seconds, so that all tests share it until their process ends.
  private static final Map<URI, Ec2Wire> OPEN = new ConcurrentHashMap<>();
  private static final Map<URI, Ec2Wire> IMPATIENT = new ConcurrentHashMap<>();

  public final Ec2AsyncClient client;

  private Ec2Wire(Ec2AsyncClient client) {
    this.client = client;
  }

  /** A client that tries again when it is throttled, as the SDK does by itself. */
  public static Ec2Wire open() {
    return OPEN.computeIfAbsent(
        sandbox(), uri -> new Ec2Wire(client(uri, ClientOverrideConfiguration.builder())));
  }

  /** A client that takes the first answer. */
  static Ec2Wire openWithoutRetries() {
    return IMPATIENT.computeIfAbsent(
        sandbox(),
        uri ->
            new Ec2Wire(
                client(
                    uri,
                    ClientOverrideConfiguration.builder().retryStrategy(b -> b.maxAttempts(1)))));
  }

  /** Where Quarkus's test runs; it tells REST Assured before each test. */
  private static URI sandbox() {
    return URI.create("http://localhost:" + RestAssured.port);
  }

  private static Ec2AsyncClient client(
      URI sandbox, ClientOverrideConfiguration.Builder configuration) {
    return Ec2AsyncClient.builder()
        .endpointOverride(sandbox.resolve("/ec2"))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
        .overrideConfiguration(configuration.build())
        .build();
  }

  /** Makes a template with a name of its own and answers its name. */
  public String template(String userData) {
    String name = "test-" + UUID.randomUUID();
    client
        .createLaunchTemplate(
            request ->
                request
                    .launchTemplateName(name)
                    .launchTemplateData(
                        data ->
                            data.imageId("ami-0123456789abcdef0")
                                .userData(userData)
                                .securityGroupIds("sg-0f")))
        .join();
    return name;
  }

  public static FleetLaunchTemplateOverridesRequest override(String type, String subnet) {
    return FleetLaunchTemplateOverridesRequest.builder()
        .instanceType(type)
        .subnetId(subnet)
        .build();
  }

  public CreateFleetResponse fleet(
      String template, int count, Consumer<CreateFleetRequest.Builder> more) {
    return client
        .createFleet(
            request -> {
              spot(request, template, count, List.of(override("m7i.large", "subnet-0a")));
              more.accept(request);
            })
        .join();
  }

  static void spot(
      CreateFleetRequest.Builder request,
      String template,
      int count,
      List<FleetLaunchTemplateOverridesRequest> overrides) {
    request
        .type("instant")
        .spotOptions(options -> options.allocationStrategy("price-capacity-optimized"))
        .targetCapacitySpecification(
            target -> target.totalTargetCapacity(count).defaultTargetCapacityType("spot"))
        .launchTemplateConfigs(
            FleetLaunchTemplateConfigRequest.builder()
                .launchTemplateSpecification(
                    named -> named.launchTemplateName(template).version("$Latest"))
                .overrides(overrides)
                .build());
  }

  public Instance instance(String id) {
    return client
        .describeInstances(request -> request.instanceIds(id))
        .join()
        .reservations()
        .getFirst()
        .instances()
        .getFirst();
  }

  static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** For a resource that is made by the request. */
  static TagSpecification tagged(String resourceType, String key, String value) {
    return TagSpecification.builder().resourceType(resourceType).tags(tag(key, value)).build();
  }

  static List<String> ids(CreateFleetResponse fleet) {
    return fleet.instances().stream().flatMap(i -> i.instanceIds().stream()).toList();
  }

  /** The AWS error code that a call is refused with. */
  static String refusal(CompletableFuture<?> call) {
    return refused(call).awsErrorDetails().errorCode();
  }

  static Ec2Exception refused(CompletableFuture<?> call) {
    try {
      Object answer = call.join();
      throw new AssertionError("expected a refusal, but was answered " + answer);
    } catch (CompletionException e) {
      if (e.getCause() instanceof Ec2Exception refused) {
        return refused;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
