package dev.runnerfleet.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which topics' messages wait for something outside to come back, and for what. */
@ApplicationScoped
class StuckConsumers {

  private final Map<String, String> reasonByTopic = new ConcurrentHashMap<>();

  void stuck(String topic, String reason) {
    reasonByTopic.put(topic, reason);
  }

  void free(String topic) {
    reasonByTopic.remove(topic);
  }

  Map<String, String> reasonByTopic() {
    return Map.copyOf(reasonByTopic);
  }
}
