package dev.runnerfleet.provisioner.core.pool;

import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.Set;

/**
 * What an instance type is (Amazon EC2 API Reference, "InstanceTypeInfo").
 *
 * @param markets where it can be bought at all
 * @param plain whether it is of a current generation, not bare metal, and without accelerators: a
 *     type is picked by size alone, so it should differ by nothing else that costs
 */
public record InstanceShape(
    String type,
    int vcpus,
    int memoryMib,
    Set<Needs.Architecture> architectures,
    boolean burstable,
    Set<Offering.Market> markets,
    boolean plain) {

  private static final int MIB_PER_GIB = 1024;

  public InstanceShape {
    architectures = Set.copyOf(architectures);
    markets = Set.copyOf(markets);
  }

  /** Whether machines of this type are what the pool needs. */
  public boolean fits(Needs needs) {
    return plain
        && architectures.contains(needs.architecture())
        && (needs.burstable() || !burstable)
        && within(vcpus, needs.minVcpus(), needs.maxVcpus(), 1)
        && within(memoryMib, needs.minMemoryGib(), needs.maxMemoryGib(), MIB_PER_GIB);
  }

  private static boolean within(long value, long least, long most, int unit) {
    return value >= least * unit && (most == 0 || value <= most * unit);
  }
}
