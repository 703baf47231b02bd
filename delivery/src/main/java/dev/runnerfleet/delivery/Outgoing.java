package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.Topic;

/** Takes the messages that shall leave if, and only if, the transaction at hand commits. */
public interface Outgoing {

  <T> void send(Topic<T> topic, T message);

  /** Marks a key of a compacted topic as deleted. */
  <T> void sendTombstone(Topic<T> topic, String key);
}
