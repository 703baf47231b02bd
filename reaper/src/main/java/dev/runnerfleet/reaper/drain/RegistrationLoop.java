package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Retires machines that were launched and have not registered within their time. */
@ApplicationScoped
class RegistrationLoop {

  private static final Logger LOG = Logger.getLogger(RegistrationLoop.class);

  private final RunnerStore runners;
  private final Orders orders;
  private final Duration registrationTime;
  private final Clock clock;

  RegistrationLoop(RunnerStore runners, Orders orders, ReaperConfig config, Clock clock) {
    this.runners = runners;
    this.orders = orders;
    this.registrationTime = config.registrationTime();
    this.clock = clock;
  }

  @Scheduled(
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> tick() {
    Instant now = clock.instant();
    return Panache.withSession(() -> runners.unregisteredSince(now.minus(registrationTime)))
        .chain(late -> late.isEmpty() ? Uni.createFrom().voidItem() : retire(late, now))
        .onFailure()
        .invoke(failure -> LOG.warnf("Late machines not retired reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> retire(List<RunnerRecord> late, Instant now) {
    return orders.take(late.stream().map(record -> retirement(record, now)).toList());
  }

  private static Retirement retirement(RunnerRecord record, Instant now) {
    return new Retirement(
        record.runner(),
        record.pool(),
        RetirementReason.NEVER_REGISTERED,
        true,
        false,
        new DecisionId("never-registered"),
        now);
  }
}
