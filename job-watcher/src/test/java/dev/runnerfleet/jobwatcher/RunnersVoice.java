package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tells of machines as the provisioner and the reaper do. */
final class RunnersVoice implements AutoCloseable {

  private final KafkaProducer<String, String> producer =
      new KafkaProducer<>(
          Map.of(
              "bootstrap.servers",
              ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
          new StringSerializer(),
          new StringSerializer());

  void tell(RunnerEvent event) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                Topic.RUNNER_EVENTS.name(), event.key(), Topic.RUNNER_EVENTS.encode(event)));
  }

  @Override
  public void close() {
    producer.close();
  }
}
