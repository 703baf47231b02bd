package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.core.fleet.Runner;
import org.jspecify.annotations.Nullable;

/** When a machine is no longer what its pool would launch now. */
public final class Drift {

  private Drift() {}

  /**
   * Whether a change of a pool changes what its machines are: where they stand and are registered,
   * the machine itself, the tags and slots of its GitLab runner. How many there are, when, at what
   * price and how they are bought does not: a machine bought otherwise serves as well.
   */
  public static boolean changesMachines(PoolSpec before, PoolSpec after) {
    return !(before.region().equals(after.region())
        && before.gitlab().equals(after.gitlab())
        && before.match().equals(after.match())
        && before.machine().equals(after.machine())
        && before.capacity().slotsPerRunner() == after.capacity().slotsPerRunner());
  }

  /** Whether the machine is of an older make than its pool would launch now. */
  public static boolean of(Runner runner, Pool pool) {
    return runner.revision() < pool.machineRevision() || hasOldImage(runner, pool.preparation());
  }

  // What the provisioner said of an earlier revision tells nothing of a machine of a later one.
  private static boolean hasOldImage(Runner runner, @Nullable Preparation now) {
    return now != null
        && now.image() != null
        && runner.purchase() != null
        && runner.purchase().image() != null
        && runner.revision() <= now.revision()
        && !now.image().equals(runner.purchase().image());
  }
}
