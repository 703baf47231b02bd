package dev.runnerfleet.jobwatcher.running;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.job.JobStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Has jobs verified whose machine is gone: GitLab may know already that they failed, and its
 * webhook may be lost. GitLab is asked in the background, so that its being away holds no message
 * up; polling makes up for what is lost there.
 */
@ApplicationScoped
class RunnerEventsHandler {

  private final Inbox inbox;
  private final RunnerStore runners;
  private final JobStore jobs;
  private final Verification verification;
  private final Background background;

  RunnerEventsHandler(
      Inbox inbox,
      RunnerStore runners,
      JobStore jobs,
      Verification verification,
      Background background) {
    this.inbox = inbox;
    this.runners = runners;
    this.jobs = jobs;
    this.verification = verification;
    this.background = background;
  }

  @Incoming("runner-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RUNNER_EVENTS, records, this::apply);
  }

  private Uni<Void> apply(List<RunnerEvent> events) {
    List<RunnerRegistered> registered = only(RunnerRegistered.class, events);
    List<RunnerId> gone =
        only(RunnerTerminated.class, events).stream().map(RunnerTerminated::runner).toList();
    return registered.isEmpty() && gone.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.withTransaction(
                () -> InTurn.each(registered, runners::put).chain(() -> running(gone)))
            .invoke(this::verify)
            .replaceWithVoid();
  }

  private Uni<List<KnownJob>> running(List<RunnerId> gone) {
    return gone.isEmpty()
        ? Uni.createFrom().item(List.of())
        : runners
            .of(gone)
            .chain(
                found ->
                    found.isEmpty()
                        ? Uni.createFrom().item(List.<KnownJob>of())
                        : jobs.runningOn(found));
  }

  private void verify(List<KnownJob> believed) {
    if (!believed.isEmpty()) {
      background.run("jobs of gone runners", () -> verification.verify(believed));
    }
  }

  private static <E extends RunnerEvent> List<E> only(Class<E> type, List<RunnerEvent> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
