package dev.runnerfleet.provisioner;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
  private final List<RetireCommand> retirements = new ArrayList<>();

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
    consumer.subscribe(List.of(Topic.RUNNER_EVENTS.name(), Topic.RETIRE_COMMANDS.name()));
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
    hear();
    return seen.stream().filter(event -> event.key().equals(runner)).toList();
  }

  /** Every order to retire the runner that has come so far. */
  public List<RetireCommand> retirements(RunnerId runner) {
    hear();
    return retirements.stream().filter(order -> order.runner().equals(runner)).toList();
  }

  private void hear() {
    for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
      if (each.topic().equals(Topic.RUNNER_EVENTS.name())) {
        seen.add(Topic.RUNNER_EVENTS.decode(each.value()));
      } else {
        retirements.add(Topic.RETIRE_COMMANDS.decode(each.value()));
      }
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
