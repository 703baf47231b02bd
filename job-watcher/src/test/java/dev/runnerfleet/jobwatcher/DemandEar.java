package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Hears every demand event. */
final class DemandEar implements AutoCloseable {

  private final List<DemandEvent> heard = new ArrayList<>();
  private final KafkaConsumer<String, String> consumer;

  DemandEar() {
    String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.DEMAND_EVENTS.name()).stream()
            .map(each -> new TopicPartition(each.topic(), each.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** What was told of a job so far. */
  List<DemandEvent> of(long job) {
    return byJob().getOrDefault(new JobId(job), List.of());
  }

  /** What was told so far. */
  Map<JobId, List<DemandEvent>> byJob() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(end -> isBefore(end.getKey(), end.getValue()))) {
      consumer
          .poll(Duration.ofMillis(50))
          .forEach(record -> heard.add(Topic.DEMAND_EVENTS.decode(record.value())));
    }
    return heard.stream().collect(Collectors.groupingBy(DemandEvent::job));
  }

  private boolean isBefore(TopicPartition partition, long end) {
    return consumer.position(partition) < end;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
