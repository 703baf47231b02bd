package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.Topic;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Creates the topics that are missing, with the partitions and the clean-up that they need, before
 * any consumer or producer could have the broker make them with its defaults.
 */
@ApplicationScoped
class TopicsAtStart {

  private static final Logger LOG = Logger.getLogger(TopicsAtStart.class);

  private final Map<String, Object> kafka;

  TopicsAtStart(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = new HashMap<>(kafka);
  }

  void create(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start)
      throws InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      List<NewTopic> topics = new ArrayList<>();
      Topic.all().forEach(topic -> topics.addAll(topicAndDeadLetters(topic)));
      for (var created : admin.createTopics(topics).values().entrySet()) {
        await(created.getKey(), created.getValue());
      }
    }
  }

  private void await(String topic, KafkaFuture<Void> created) throws InterruptedException {
    try {
      created.get();
      LOG.infof("Topic created topic=%s", topic);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof TopicExistsException) {
        return;
      }
      throw new IllegalStateException(
          "The topic %s cannot be created in Kafka at %s: %s"
              .formatted(topic, kafka.get("bootstrap.servers"), cause),
          e);
    }
  }

  private static List<NewTopic> topicAndDeadLetters(Topic<?> topic) {
    Optional<Short> brokersReplication = Optional.empty();
    NewTopic main = new NewTopic(topic.name(), Optional.of(topic.partitions()), brokersReplication);
    if (topic.compacted()) {
      main.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }
    return List.of(main, new NewTopic(topic.deadLetterName(), Optional.of(1), brokersReplication));
  }
}
