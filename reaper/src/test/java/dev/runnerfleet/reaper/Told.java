package dev.runnerfleet.reaper;

import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The rest of the fleet: it sends to the reaper, and hears what the reaper tells. */
final class Told implements AutoCloseable {

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<RunnerEvent> events = new ArrayList<>();

  Told(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("group.id", UUID.randomUUID().toString());
    settings.put("auto.offset.reset", "earliest");
    producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(Topic.RUNNER_EVENTS.name()));
  }

  <T> void send(Topic<T> topic, T message) {
    // Flushing waits for it; a message that was lost shows as a test that waits in vain.
    var unused =
        producer.send(
            new ProducerRecord<>(topic.name(), topic.key(message), topic.encode(message)));
    producer.flush();
  }

  /** All runner events so far of this kind. */
  <E extends RunnerEvent> List<E> events(Class<E> kind) {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(record -> events.add(Topic.RUNNER_EVENTS.decode(record.value())));
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
