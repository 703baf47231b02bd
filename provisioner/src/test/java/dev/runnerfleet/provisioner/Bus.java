package dev.runnerfleet.provisioner;

import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The Kafka of a test: sends commands as the scaler would and collects what comes of them. */
public final class Bus implements AutoCloseable {

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<RunnerEvent> seen = new ArrayList<>();

  public Bus() {
    Map<String, Object> common =
        Map.of(
            "bootstrap.servers",
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
            "group.id",
            "test-" + UUID.randomUUID(),
            "auto.offset.reset",
            "earliest");
    producer = new KafkaProducer<>(common, new StringSerializer(), new StringSerializer());
    consumer = new KafkaConsumer<>(common, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(Topic.RUNNER_EVENTS.name()));
  }

  public <T> void send(Topic<T> topic, T message) {
    var sent =
        producer.send(
            new ProducerRecord<>(topic.name(), topic.key(message), topic.encode(message)));
    producer.flush();
    if (!sent.isDone()) {
      throw new IllegalStateException("Kafka did not take " + message);
    }
  }

  /** Every event of the runner that has come so far. */
  public List<RunnerEvent> events(String runner) {
    consumer
        .poll(Duration.ofMillis(200))
        .forEach(record -> seen.add(Topic.RUNNER_EVENTS.decode(record.value())));
    return seen.stream().filter(event -> event.key().equals(runner)).toList();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
