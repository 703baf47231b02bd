package dev.runnerfleet.bench;

import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the demand events from where it last was. */
final class DemandTopic implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final KafkaConsumer<String, String> consumer;

  private DemandTopic(KafkaConsumer<String, String> consumer) {
    this.consumer = consumer;
  }

  static DemandTopic atItsEnd(int kafkaPort) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "localhost:" + kafkaPort),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.DEMAND_EVENTS.name()).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition()))
            .toList();
    consumer.assign(partitions);
    DemandTopic topic = new DemandTopic(consumer);
    topic.skip();
    return topic;
  }

  /** Goes to the end. */
  void skip() {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
  }

  /** When an event of the job was read, by {@link System#nanoTime}. */
  long await(long job) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < deadline) {
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        if (Topic.DEMAND_EVENTS.decode(record.value()).job().value() == job) {
          return System.nanoTime();
        }
      }
    }
    throw new IllegalStateException("No event of the job within " + LONGEST.toSeconds() + " s");
  }

  /** How many events there were, and how many when each kind counts once for a job. */
  record Count(int all, int distinct) {}

  /** Reads until there are as many different ones as expected, or no more come for so long. */
  Count count(int expected, Duration patience) {
    int all = 0;
    Set<String> distinct = new HashSet<>();
    long deadline = System.nanoTime() + patience.toNanos();
    // One more look when all are there: doubles may follow.
    boolean complete = false;
    while (System.nanoTime() < deadline) {
      int before = all;
      for (var record : consumer.poll(Duration.ofSeconds(1))) {
        DemandEvent event = Topic.DEMAND_EVENTS.decode(record.value());
        all++;
        distinct.add(event.getClass().getSimpleName() + event.job());
      }
      if (all > before) {
        deadline = System.nanoTime() + patience.toNanos();
      } else if (complete) {
        break;
      }
      complete = distinct.size() >= expected;
    }
    return new Count(all, distinct.size());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
