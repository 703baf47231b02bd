package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.reaper.core.drain.Retirement;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The scaler's orders. */
@ApplicationScoped
class RetireCommandHandler {

  private final Inbox inbox;
  private final Orders orders;

  RetireCommandHandler(Inbox inbox, Orders orders) {
    this.inbox = inbox;
    this.orders = orders;
  }

  @Incoming("retire-commands")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RETIRE_COMMANDS, records, this::apply);
  }

  private Uni<Void> apply(List<RetireCommand> commands) {
    return orders.take(commands.stream().map(Retirement::of).toList());
  }
}
