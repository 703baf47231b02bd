package dev.runnerfleet.delivery;

import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.topic.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** A handler that keeps what it got, and can be told to fail a number of times first. */
@Singleton
class Recorder {

  final List<RetireCommand> handled = new CopyOnWriteArrayList<>();
  final AtomicInteger failuresLeft = new AtomicInteger();

  private final Inbox inbox;

  Recorder(Inbox inbox) {
    this.inbox = inbox;
  }

  @Incoming("retire-commands")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RETIRE_COMMANDS, records, this::record);
  }

  private Uni<Void> record(List<RetireCommand> commands) {
    if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return Uni.createFrom().failure(new IllegalStateException("away"));
    }
    handled.addAll(commands);
    return Uni.createFrom().voidItem();
  }
}
