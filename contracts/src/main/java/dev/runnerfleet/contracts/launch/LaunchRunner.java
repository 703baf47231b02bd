package dev.runnerfleet.contracts.launch;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.runner.Offering;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Launch one machine.
 *
 * @param poolRevision the revision of the pool that it was decided by
 * @param purpose what for; machines for waiting jobs go before those for the warm buffer
 * @param market the only market that will do, as where a job asks for spot; null: the pool's own
 *     rule
 */
public record LaunchRunner(
    RunnerId runner,
    PoolName pool,
    ThrottleDomain domain,
    int poolRevision,
    Purpose purpose,
    Offering.@Nullable Market market,
    DecisionId decision,
    Instant at)
    implements LaunchCommand {

  /** What the machine is wanted for. */
  public enum Purpose {
    WAITING_JOB,
    FORESEEN_JOB,
    WARM_BUFFER
  }
}
