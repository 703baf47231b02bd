package dev.runnerfleet.provisioner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pools for tests. */
public final class Pools {

  private Pools() {}

  /** A pool that the sandbox can serve. */
  public static PoolSpec docker(String name) {
    return withSubnet(name, "subnet-0a");
  }

  public static PoolSpec withSubnet(String name, String subnet) {
    return of(name, 1, machine(subnet, List.of("m7i.large", "m6i.large"), null, null));
  }

  /** One with types that no other test disturbs. */
  public static PoolSpec of(String name, Market market, String... types) {
    return of(name, 1, machine("subnet-0a", List.of(types), null, null), market);
  }

  /** One that says what it needs. */
  public static PoolSpec withNeeds(String name, Needs needs) {
    return of(name, 1, machine("subnet-0a", List.of(), needs, null));
  }

  public static PoolSpec withRunnerConfig(String name, String toml) {
    return of(name, 1, machine("subnet-0a", List.of("m7i.large", "m6i.large"), null, toml));
  }

  /** A later revision, for which a new template version is made. */
  public static PoolSpec revised(String name, int revision) {
    return of(name, revision, machine("subnet-0a", List.of("m7i.large", "m6i.large"), null, null));
  }

  private static Machine machine(
      String subnet, List<String> types, @Nullable Needs needs, @Nullable String runnerConfig) {
    return new Machine(
        Machine.Executor.DOCKER,
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        types,
        List.of(subnet, "subnet-0b"),
        List.of("sg-0f"),
        null,
        50,
        needs,
        Map.of("team", "ci", "Name", "ours goes before it"),
        null,
        false,
        runnerConfig,
        null);
  }

  private static PoolSpec of(String name, int revision, Machine machine) {
    return of(name, revision, machine, new Market(Market.Spot.PREFERRED, true));
  }

  private static PoolSpec of(String name, int revision, Machine machine, Market market) {
    return new PoolSpec(
        new PoolName(name),
        revision,
        "us-east-1",
        new RegistrationScope(RegistrationScope.Kind.INSTANCE, null),
        new Match(Set.of("docker", "linux"), true, false),
        machine,
        market,
        new Capacity(1, 20, 0, Duration.ofMinutes(1), 10, 0, Duration.ZERO),
        List.of(),
        Budget.NONE,
        true,
        LookAhead.OFF);
  }
}
