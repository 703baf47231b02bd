package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.provisioner.pool.PoolStops;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Closes runners whose machines are gone, so that nothing enrols in their name any more, and learns
 * from what became of boots whether a pool's machines come to enrol, and from interruptions whether
 * to trust spot.
 */
@ApplicationScoped
class RunnerEventsHandler {

  private final Inbox inbox;
  private final Outbox outbox;
  private final RunnerStore runners;
  private final PoolStops stops;
  private final Interruptions interruptions;
  private final Clock clock;

  RunnerEventsHandler(
      Inbox inbox,
      Outbox outbox,
      RunnerStore runners,
      PoolStops stops,
      Interruptions interruptions,
      Clock clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.runners = runners;
    this.stops = stops;
    this.interruptions = interruptions;
    this.clock = clock;
  }

  @Incoming("runner-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RUNNER_EVENTS, records, this::apply);
  }

  private Uni<Void> apply(List<RunnerEvent> events) {
    List<RunnerId> told =
        events.stream().map(Boots::runner).flatMap(Optional::stream).distinct().toList();
    List<RunnerInterrupted> interrupted =
        events.stream()
            .filter(RunnerInterrupted.class::isInstance)
            .map(RunnerInterrupted.class::cast)
            // The other notices tell of no lack of spot.
            .filter(event -> event.kind() == RunnerInterrupted.Kind.SPOT_INTERRUPTION)
            .toList();
    if (told.isEmpty() && interrupted.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return outbox.commit(
        out ->
            runners
                .lock(told)
                .chain(rows -> apply(events, rows, out))
                .chain(() -> interruptions.keep(interrupted)));
  }

  private Uni<Void> apply(List<RunnerEvent> events, List<RunnerRow> rows, Outgoing out) {
    Instant now = clock.instant();
    Map<String, RunnerRow> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.id, row));
    Boots boots = new Boots();
    for (RunnerEvent event : events) {
      RunnerRow row = Boots.runner(event).map(runner -> byId.get(runner.value())).orElse(null);
      if (row != null) {
        boots.add(event, row);
        if (event instanceof RunnerTerminated) {
          row.terminated(now);
        }
      }
    }
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Boots.OfRevision each : boots.byRevision()) {
      all = all.chain(() -> stops.booted(each.pool(), each.revision(), each.outcomes(), out));
    }
    return all;
  }
}
