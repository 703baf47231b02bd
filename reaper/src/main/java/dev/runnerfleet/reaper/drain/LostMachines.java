package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes the records of machines that are gone. Runs in the caller's transaction. */
@ApplicationScoped
public class LostMachines {

  private static final DecisionId NOBODYS = new DecisionId("lost");

  private final RunnerStore runners;
  private final DrainStore drains;

  LostMachines(RunnerStore runners, DrainStore drains) {
    this.runners = runners;
    this.drains = drains;
  }

  /**
   * Has the drain settle its jobs, delete its runner and close its record.
   *
   * @param takenByAws whether AWS took it; otherwise somebody did, or it ended itself
   */
  public Uni<Void> close(RunnerId runner, boolean takenByAws, Instant now) {
    return runners
        .lock(List.of(runner))
        .chain(
            records ->
                drains
                    .lock(List.of(runner))
                    .chain(
                        known -> close(records.get(runner), known.get(runner), takenByAws, now)));
  }

  private Uni<Void> close(
      @Nullable RunnerRecord record, @Nullable Drain drain, boolean takenByAws, Instant now) {
    if (record == null || !record.open() || (drain != null && drain.committed())) {
      return Uni.createFrom().voidItem();
    }
    Retirement order =
        drain != null && !drain.ended()
            ? drain.retirement()
            : new Retirement(
                record.runner(),
                record.pool(),
                takenByAws ? RetirementReason.INTERRUPTED : RetirementReason.OPERATOR,
                true,
                false,
                NOBODYS,
                now);
    return drains.save(Drain.ofLost(order, record.machine()), now, now);
  }
}
