package dev.runnerfleet.scaler;

import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the other services say and hear: a Kafka client of the test's own. */
final class Wire implements AutoCloseable {

  private final KafkaProducer<String, String> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", servers()), new StringSerializer(), new StringSerializer());

  <T> void send(Topic<T> topic, List<? extends T> messages) {
    for (T message : messages) {
      send(topic, message);
    }
  }

  <T> void send(Topic<T> topic, T message) {
    try {
      producer
          .send(new ProducerRecord<>(topic.name(), topic.key(message), topic.encode(message)))
          .get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hears a topic from its beginning. */
  static <T> Ear<T> hear(Topic<T> topic) {
    return new Ear<>(topic);
  }

  private static String servers() {
    return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
  }

  @Override
  public void close() {
    producer.close();
  }

  /** Everything that was said on a topic so far. */
  static final class Ear<T> implements AutoCloseable {

    private final Topic<T> topic;
    private final KafkaConsumer<String, String> consumer;
    private final List<T> heard = new ArrayList<>();
    private final List<String> tombstones = new ArrayList<>();

    private Ear(Topic<T> topic) {
      this.topic = topic;
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers", servers(),
                  "group.id", UUID.randomUUID().toString(),
                  "auto.offset.reset", "earliest"),
              new StringDeserializer(),
              new StringDeserializer());
      consumer.subscribe(List.of(topic.name()));
    }

    List<T> heard() {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
        if (record.value() == null) {
          tombstones.add(record.key());
        } else {
          heard.add(topic.decode(record.value()));
        }
      }
      return List.copyOf(heard);
    }

    List<String> tombstones() {
      heard();
      return List.copyOf(tombstones);
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
