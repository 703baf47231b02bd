package dev.runnerfleet.bench;

import dev.runnerfleet.launcher.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the machine itself takes for a job's way from the webhook to the call: commit, Kafka hop,
 * commit, Kafka hop, commit, with nothing of ours between.
 */
final class RawParts implements AutoCloseable {

  private static final String TOPIC = "bench-raw";
  private static final String PAYLOAD = "x".repeat(400);

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final Connection connection;

  private RawParts(
      KafkaProducer<String, String> producer,
      KafkaConsumer<String, String> consumer,
      Connection connection) {
    this.producer = producer;
    this.consumer = consumer;
    this.connection = connection;
  }

  static RawParts open(int kafkaPort, int postgresPort)
      throws SQLException, ExecutionException, InterruptedException {
    Map<String, Object> kafka = Map.of("bootstrap.servers", "localhost:" + kafkaPort);
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            with(kafka, Map.of("acks", "all", "linger.ms", 0)),
            new StringSerializer(),
            new StringSerializer());
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            with(kafka, Map.of("group.id", TOPIC, "auto.offset.reset", "earliest")),
            new StringDeserializer(),
            new StringDeserializer());
    Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://localhost:%d/%s".formatted(postgresPort, EmbeddedPostgres.DATABASE),
            EmbeddedPostgres.USER,
            EmbeddedPostgres.PASSWORD);
    connection.setAutoCommit(false);
    RawParts parts = new RawParts(producer, consumer, connection);
    parts.prepare();
    return parts;
  }

  /** Goes the way so many times. */
  Samples measure(int times) throws SQLException, ExecutionException, InterruptedException {
    Samples samples = new Samples();
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      commit();
      hop();
      commit();
      hop();
      commit();
      samples.add(Duration.ofNanos(System.nanoTime() - began));
    }
    return samples;
  }

  /** One commit and one hop, so many times. */
  Samples measureCommitAndHop(int times)
      throws SQLException, ExecutionException, InterruptedException {
    Samples samples = new Samples();
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      commit();
      hop();
      samples.add(Duration.ofNanos(System.nanoTime() - began));
    }
    return samples;
  }

  @Override
  public void close() throws SQLException {
    producer.close();
    consumer.close();
    connection.close();
  }

  private void prepare() throws SQLException, ExecutionException, InterruptedException {
    consumer.subscribe(List.of(TOPIC));
    hop();
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table bench_raw (id bigserial primary key, payload text not null)");
      connection.commit();
    }
  }

  private void commit() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into bench_raw (payload) values (?)")) {
      insert.setString(1, PAYLOAD);
      insert.executeUpdate();
      connection.commit();
    }
  }

  private void hop() throws ExecutionException, InterruptedException {
    Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(TOPIC, "key", PAYLOAD));
    poll();
    sent.get();
  }

  private void poll() {
    while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
      // the broker's answer is on its way
    }
  }

  private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> all = new java.util.HashMap<>(some);
    all.putAll(more);
    return all;
  }
}
