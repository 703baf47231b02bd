package dev.runnerfleet.provisioner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Pools for tests. */
public final class Pools {

  private Pools() {}

  /** A pool that the sandbox can serve. */
  public static PoolSpec docker(String name) {
    return withSubnet(name, "subnet-0a");
  }

  public static PoolSpec withSubnet(String name, String subnet) {
    return new PoolSpec(
        new PoolName(name),
        1,
        "us-east-1",
        new RegistrationScope(RegistrationScope.Kind.INSTANCE, null),
        new Match(Set.of("docker", "linux"), true, false),
        new Machine(
            Machine.Executor.DOCKER,
            "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            List.of("m7i.large", "m6i.large"),
            List.of(subnet, "subnet-0b"),
            List.of("sg-0f"),
            null,
            50),
        new Market(Market.Spot.PREFERRED, true),
        new Capacity(1, 20, 0, Duration.ofMinutes(1), 10, 0, Duration.ZERO),
        List.of(),
        Budget.NONE,
        true,
        LookAhead.OFF);
  }
}
