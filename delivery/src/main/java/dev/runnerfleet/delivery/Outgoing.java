package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.Topic;
import java.util.Set;

/** Takes the messages that shall leave if, and only if, the transaction at hand commits. */
public interface Outgoing {

  <T> void send(Topic<T> topic, T message);

  /** Marks a key of a compacted topic as deleted. */
  <T> void sendTombstone(Topic<T> topic, String key);

  /**
   * Has whoever waits for Kafka's word wait also for what was committed under these keys before and
   * may not be in Kafka yet; it is published again where nobody is at it.
   */
  void awaitEarlier(Topic<?> topic, Set<String> keys);
}
