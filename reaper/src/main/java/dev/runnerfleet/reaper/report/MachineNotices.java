package dev.runnerfleet.reaper.report;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Passes on what AWS told a machine, once for each notice. Runs in its caller's transaction. */
@ApplicationScoped
class MachineNotices {

  private static final Logger LOG = Logger.getLogger(MachineNotices.class);

  private final RunnerStore runners;
  private final Clock clock;

  MachineNotices(RunnerStore runners, Clock clock) {
    this.runners = runners;
    this.clock = clock;
  }

  Uni<Void> take(RunnerId runner, Report.Notice notice, Outgoing out) {
    return runners
        .lock(List.of(runner))
        .invoke(records -> tell(records.get(runner), notice, out))
        .replaceWithVoid();
  }

  private void tell(@Nullable RunnerRecord record, Report.Notice notice, Outgoing out) {
    if (record == null || !record.open()) {
      return; // it is gone already
    }
    InstanceId instance = record.machine().instance();
    if (instance == null) {
      return; // a machine that is registered has one
    }
    LOG.infof(
        "Machine tells of its interruption runner=%s pool=%s instance=%s kind=%s deadline=%s",
        record.runner(), record.pool(), instance, notice.kind(), notice.deadline());
    out.send(
        Topic.RUNNER_EVENTS,
        new RunnerInterrupted(
            record.runner(),
            record.pool(),
            instance,
            notice.kind(),
            notice.deadline(),
            clock.instant()));
  }
}
