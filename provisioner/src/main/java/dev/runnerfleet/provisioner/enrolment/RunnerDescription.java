package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.IdentityDocument;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a machine appears in GitLab. */
final class RunnerDescription {

  private RunnerDescription() {}

  static GitLab.NewRunner of(
      String fleet,
      PoolSpec pool,
      RunnerId runner,
      IdentityDocument machine,
      Offering.Market market) {
    RegistrationScope scope = pool.gitlab();
    TreeSet<String> tags = new TreeSet<>(pool.match().tags());
    tags.add(computeType(market));
    tags.add("glexecutor-" + executor(pool.machine().executor()));
    return new GitLab.NewRunner(
        type(scope),
        scope.scope() == RegistrationScope.Kind.GROUP ? scope.id() : null,
        scope.scope() == RegistrationScope.Kind.PROJECT ? scope.id() : null,
        "runnerfleet/%s/%s/%s %s/%s"
            .formatted(fleet, pool.name(), runner, machine.accountId(), machine.instance()),
        false,
        false,
        pool.match().runUntagged(),
        List.copyOf(tags),
        pool.match().protectedOnly() ? "ref_protected" : "not_protected");
  }

  /** Whether a description is that of the runner id. */
  static boolean names(@Nullable String description, RunnerId runner) {
    return description != null
        && description.startsWith("runnerfleet/")
        && description.contains("/" + runner + " ");
  }

  static String type(RegistrationScope scope) {
    return switch (scope.scope()) {
      case INSTANCE -> "instance_type";
      case GROUP -> "group_type";
      case PROJECT -> "project_type";
    };
  }

  /** As GitLab Runner names its executors. */
  static String gitLabExecutor(Machine.Executor executor) {
    return switch (executor) {
      case DOCKER -> "docker";
      case DOCKER_WINDOWS -> "docker-windows";
      case SHELL, SHELL_WINDOWS -> "shell";
    };
  }

  /** As the pool names it: what jobs may ask for. */
  private static String executor(Machine.Executor executor) {
    return executor.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String computeType(Offering.Market market) {
    return switch (market) {
      case SPOT -> "computetype-spot";
      case ON_DEMAND -> "computetype-ondemand";
    };
  }
}
