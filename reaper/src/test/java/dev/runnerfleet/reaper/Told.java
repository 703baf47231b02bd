package dev.runnerfleet.reaper;

import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The rest of the fleet: it sends to the reaper, and hears what the reaper tells. */
final class Told implements AutoCloseable {

  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;
  private final List<RunnerEvent> events = new ArrayList<>();
  private final List<JobRetried> retried = new ArrayList<>();

  Told(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrapServers);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    List<TopicPartition> all = new ArrayList<>();
    for (Topic<?> topic : List.of(Topic.RUNNER_EVENTS, Topic.DEMAND_EVENTS)) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        all.add(new TopicPartition(topic.name(), partition));
      }
    }
    // Without a group there is none to wait for.
    consumer.assign(all);
    consumer.seekToBeginning(all);
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
    hear();
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** All that was told so far of jobs that the reaper had retried. */
  List<JobRetried> retried() {
    hear();
    return List.copyOf(retried);
  }

  private void hear() {
    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
      if (record.topic().equals(Topic.RUNNER_EVENTS.name())) {
        events.add(Topic.RUNNER_EVENTS.decode(record.value()));
      } else if (Topic.DEMAND_EVENTS.decode(record.value()) instanceof JobRetried each) {
        retried.add(each);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
