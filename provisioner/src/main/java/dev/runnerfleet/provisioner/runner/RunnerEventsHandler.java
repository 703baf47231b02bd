package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Closes runners whose machines are gone, so that nothing enrols in their name any more. */
@ApplicationScoped
class RunnerEventsHandler {

  private final Inbox inbox;
  private final Outbox outbox;
  private final RunnerStore runners;
  private final Clock clock;

  RunnerEventsHandler(Inbox inbox, Outbox outbox, RunnerStore runners, Clock clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.runners = runners;
    this.clock = clock;
  }

  @Incoming("runner-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RUNNER_EVENTS, records, this::apply);
  }

  private Uni<Void> apply(List<RunnerEvent> events) {
    List<RunnerId> gone =
        events.stream()
            .filter(RunnerTerminated.class::isInstance)
            .map(event -> ((RunnerTerminated) event).runner())
            .distinct()
            .toList();
    return gone.isEmpty()
        ? Uni.createFrom().voidItem()
        : outbox.commit(out -> runners.close(gone, clock.instant()));
  }
}
