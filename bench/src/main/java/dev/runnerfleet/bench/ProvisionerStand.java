package dev.runnerfleet.bench;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.launcher.FreePorts;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A provisioner with Kafka, PostgreSQL and the sandbox, and nothing else: this process is the
 * scaler, and stands between the provisioner and EC2.
 */
final class ProvisionerStand implements AutoCloseable {

  private static final ThrottleDomain DOMAIN = new ThrottleDomain("self/us-east-1");

  private final Path data;
  private final Ports ports;
  private final Stack stack;
  private final RecordingProxy proxy;
  private final KafkaProducer<String, String> producer;

  private ProvisionerStand(
      Path data,
      Ports ports,
      Stack stack,
      RecordingProxy proxy,
      KafkaProducer<String, String> producer) {
    this.data = data;
    this.ports = ports;
    this.stack = stack;
    this.proxy = proxy;
    this.producer = producer;
  }

  /**
   * Starts all of it.
   *
   * @param ec2Call is given each EC2 request's body and when it came
   */
  static ProvisionerStand start(Benchmark.Progress progress, BiConsumer<String, Long> ec2Call)
      throws IOException {
    return start(progress, ec2Call, Map.of());
  }

  /**
   * The same, with settings and parts beside the usual ones.
   *
   * @param settings environment variables of all parts
   */
  static ProvisionerStand start(
      Benchmark.Progress progress,
      BiConsumer<String, Long> ec2Call,
      Map<String, String> settings,
      Part... besides)
      throws IOException {
    Map<String, String> environment = new HashMap<>(settings);
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    int ec2 = FreePorts.find(1).getFirst();
    // Machines never boot, so that nothing but launching goes on.
    environment.put("RUNNERFLEET_SANDBOX_BOOT_TIME", "PT10H");
    environment.put("RUNNERFLEET_EC2_ENDPOINT", "http://localhost:%d/ec2".formatted(ec2));
    Stack stack =
        new Stack(
            StackSettings.forTest(Repository.root(), data, ports, environment), progress::say);
    RecordingProxy proxy =
        RecordingProxy.start(
            ec2, URI.create("http://localhost:" + ports.of(Part.SANDBOX)), ec2Call);
    List<Part> parts =
        new ArrayList<>(List.of(Part.KAFKA, Part.POSTGRESQL, Part.SANDBOX, Part.PROVISIONER));
    parts.addAll(List.of(besides));
    parts.forEach(stack::start);
    return new ProvisionerStand(
        data,
        ports,
        stack,
        proxy,
        new KafkaProducer<>(
            Map.of("bootstrap.servers", "localhost:" + ports.of(Part.KAFKA), "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer()));
  }

  Ports ports() {
    return ports;
  }

  Stack stack() {
    return stack;
  }

  URI sandbox() {
    return URI.create("http://localhost:" + ports.of(Part.SANDBOX));
  }

  String kafka() {
    return "localhost:" + ports.of(Part.KAFKA);
  }

  void makePool(String name) {
    send(
        Topic.POOLS,
        new PoolSpec(
            new PoolName(name),
            1,
            "us-east-1",
            new RegistrationScope(RegistrationScope.Kind.INSTANCE, null),
            new Match(Set.of(name), false, false),
            new Machine(
                Machine.Executor.DOCKER,
                "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
                List.of("m7i.large", "m7a.large", "m6i.large", "m6a.large", "c7i.large"),
                List.of("subnet-0a", "subnet-0b", "subnet-0c"),
                List.of("sg-0f"),
                null,
                50),
            new Market(Market.Spot.PREFERRED, true),
            new Capacity(1, 2000, 0, Duration.ofHours(1), 0, 0, Duration.ZERO),
            List.of(),
            Budget.NONE,
            false,
            LookAhead.OFF));
  }

  /** Orders machines, all at once, and tells for whom. */
  List<RunnerId> order(String pool, int count) {
    List<RunnerId> runners = new ArrayList<>();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RunnerId runner = new RunnerId(UUID.randomUUID().toString());
      runners.add(runner);
      sent.add(
          producer.send(
              record(
                  Topic.LAUNCH_COMMANDS,
                  new LaunchRunner(
                      runner,
                      new PoolName(pool),
                      DOMAIN,
                      1,
                      LaunchRunner.Purpose.WAITING_JOB,
                      null,
                      new DecisionId("bench"),
                      Instant.now()))));
    }
    acknowledged(sent);
    return runners;
  }

  private <T> void send(Topic<T> topic, T message) {
    acknowledged(List.of(producer.send(record(topic, message))));
  }

  private void acknowledged(List<Future<RecordMetadata>> sent) {
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      if (each.state() == Future.State.FAILED) {
        throw new IllegalStateException("Kafka took not all messages", each.exceptionNow());
      }
    }
  }

  private static <T> ProducerRecord<String, String> record(Topic<T> topic, T message) {
    return new ProducerRecord<>(topic.name(), topic.key(message), topic.encode(message));
  }

  @Override
  public void close() throws IOException {
    producer.close();
    proxy.close();
    stack.close();
    ScratchFolder.delete(data);
  }
}
