package dev.runnerfleet.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One Kafka broker in KRaft mode, broker and controller in one, within this process. */
public final class EmbeddedKafka implements AutoCloseable {

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker on the loopback address.
   *
   * @param directory where its data lies; formatted where it is new
   * @param port the port that clients use
   * @param controllerPort the port that the controller listens on
   */
  public static EmbeddedKafka start(Path directory, int port, int controllerPort)
      throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Properties properties = properties(data, port, controllerPort);
    if (!Files.exists(data.resolve("meta.properties"))) {
      format(directory, properties);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
    return new EmbeddedKafka(server, port);
  }

  /** Where clients find the broker. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /** Waits until the broker has stopped. */
  public void awaitShutdown() {
    server.awaitShutdown();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Properties properties(Path data, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@localhost:" + controllerPort);
    properties.put(
        "listeners",
        "BROKER://localhost:%d,CONTROLLER://localhost:%d".formatted(port, controllerPort));
    properties.put("advertised.listeners", "BROKER://localhost:" + port);
    properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "BROKER");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("log.dirs", data.toString());
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "2");
    properties.put("log.segment.bytes", "67108864");
    properties.put("log.index.size.max.bytes", "1048576");
    properties.put("log.cleaner.dedupe.buffer.size", "4194304");
    return properties;
  }

  private static void format(Path directory, Properties properties) throws IOException {
    Path file = directory.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    List<String> arguments =
        List.of("format", "-t", Uuid.randomUuid().toString(), "-c", file.toString());
    int exit =
        kafka.tools.StorageTool.execute(
            arguments.toArray(String[]::new), new PrintStream(PrintStream.nullOutputStream()));
    if (exit != 0) {
      throw new IOException("Kafka's storage cannot be formatted in " + directory);
    }
  }
}
