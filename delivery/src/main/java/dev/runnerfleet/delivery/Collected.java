package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.topic.CloudEvent;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages that one transaction sends, in their order, and those it waits for besides. */
final class Collected implements Outgoing {

  private final Clock clock;
  private final List<OutboxRow> rows = new ArrayList<>();
  private final List<Earlier> earlier = new ArrayList<>();

  Collected(Clock clock) {
    this.clock = clock;
  }

  List<OutboxRow> rows() {
    return rows;
  }

  List<Earlier> earlier() {
    return earlier;
  }

  @Override
  public void awaitEarlier(Topic<?> topic, Set<String> keys) {
    if (!keys.isEmpty()) {
      earlier.add(new Earlier(topic.name(), keys));
    }
  }

  @Override
  public <T> void send(Topic<T> topic, T message) {
    add(topic.name(), topic.key(message), CloudEvent.typeOf(message), topic.encode(message));
  }

  @Override
  public <T> void sendTombstone(Topic<T> topic, String key) {
    if (!topic.compacted()) {
      throw new IllegalArgumentException(topic.name() + " is not compacted");
    }
    add(topic.name(), key, "dev.runnerfleet.Tombstone", null);
  }

  private void add(String topic, String key, String type, @Nullable String payload) {
    OutboxRow row = new OutboxRow();
    row.id = UUID.randomUUID();
    row.topic = topic;
    row.key = key;
    row.type = type;
    row.payload = payload;
    row.createdAt = clock.instant();
    rows.add(row);
  }

  /** Keys of a topic under which messages may have been committed before. */
  record Earlier(String topic, Set<String> keys) {
    Earlier {
      keys = Set.copyOf(keys);
    }
  }
}
