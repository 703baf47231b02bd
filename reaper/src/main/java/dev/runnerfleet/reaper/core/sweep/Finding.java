package dev.runnerfleet.reaper.core.sweep;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.reaper.core.sweep.SweepView.Instance;
import dev.runnerfleet.reaper.core.sweep.SweepView.Known;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.core.sweep.SweepView.Thing;

/** Something that is not as it should be. */
public sealed interface Finding {

  /** With AWS or GitLab, under what the finding is remembered until the next sweep. */
  String resource();

  /** Whose machines it counts among, for the guard. */
  String pool();

  /** An instance of ours that is in no record and has no runner in GitLab. */
  record OrphanInstance(Instance instance) implements Finding {
    @Override
    public String resource() {
      return instance.id().toString();
    }

    @Override
    public String pool() {
      PoolName pool = instance.pool();
      return pool == null ? "" : pool.toString();
    }
  }

  /**
   * An instance that is in no record but serves GitLab, and so may have a job: it is drained, not
   * terminated.
   */
  record UnrecordedRunner(Instance instance, Registration registration) implements Finding {
    @Override
    public String resource() {
      return instance.id().toString();
    }

    @Override
    public String pool() {
      return registration.pool().toString();
    }
  }

  /**
   * A machine that is in our records and gone.
   *
   * @param confirmed whether EC2 said so of this very instance, by showing it as ended or by not
   *     knowing its id; otherwise it is only missing from a listing
   */
  record LostMachine(Known known, boolean confirmed, boolean takenByAws) implements Finding {
    @Override
    public String resource() {
      return known.instance().toString();
    }

    @Override
    public String pool() {
      return known.pool().toString();
    }
  }

  /**
   * A machine that has outlived what its pool allows and whose retirement nobody has ordered, or
   * that has lived twice as long.
   *
   * @param hard whether it goes whatever it does
   * @param bypassed whether its tag protects it
   */
  record AgedMachine(Known known, boolean hard, boolean bypassed) implements Finding {
    @Override
    public String resource() {
      return "aged/" + known.instance();
    }

    @Override
    public String pool() {
      return known.pool().toString();
    }
  }

  /** A volume that is attached to nothing, or a launch template whose pool is gone. */
  record LeftoverThing(Thing thing) implements Finding {
    @Override
    public String resource() {
      return thing.id();
    }

    @Override
    public String pool() {
      PoolName pool = thing.pool();
      return pool == null ? "" : pool.toString();
    }
  }

  /**
   * A runner in GitLab whose machine is gone.
   *
   * @param confirmed whether EC2 itself said so of this very instance
   */
  record LeftoverRunner(Registration registration, boolean confirmed) implements Finding {
    @Override
    public String resource() {
      return "gitlab-runner/" + registration.id();
    }

    @Override
    public String pool() {
      return registration.pool().toString();
    }
  }
}
