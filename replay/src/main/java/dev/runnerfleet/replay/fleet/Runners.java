package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** GitLab's runner of a machine. */
final class Runners {

  private Runners() {}

  static Runner of(Unit unit, Instant now) {
    PoolSpec pool = unit.pool();
    List<String> tags = new ArrayList<>(pool.match().tags());
    tags.add(tagOf(unit.market()));
    tags.add(
        "glexecutor-"
            + pool.machine().executor().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    RunnerSettings settings =
        new RunnerSettings(
            null,
            false,
            false,
            pool.match().runUntagged(),
            tags,
            pool.match().protectedOnly() ? AccessLevel.REF_PROTECTED : AccessLevel.NOT_PROTECTED,
            null,
            null);
    return new Runner(unit.gitLabRunner().value(), scope(pool.gitlab()), "", settings, now);
  }

  /** The market that a machine is bought at is part of what its runner is. */
  private static String tagOf(Offering.Market market) {
    return switch (market) {
      case SPOT -> "computetype-spot";
      case ON_DEMAND -> "computetype-ondemand";
    };
  }

  // Of a group or a project the trace does not say what lies within: its jobs are all taken to.
  private static RunnerScope scope(RegistrationScope scope) {
    return switch (scope.scope()) {
      case INSTANCE -> RunnerScope.INSTANCE;
      case GROUP, PROJECT -> new RunnerScope(RunnerType.GROUP_TYPE, null);
    };
  }
}
