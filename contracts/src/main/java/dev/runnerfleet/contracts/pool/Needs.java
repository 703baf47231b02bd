package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;

/**
 * What an instance type must have to do for a pool that names no types.
 *
 * @param maxVcpus 0 for no bound
 * @param maxMemoryGib 0 for no bound
 * @param burstable whether types that earn CPU credits (t3, t4g, …) will do
 */
public record Needs(
    int minVcpus,
    int maxVcpus,
    int minMemoryGib,
    int maxMemoryGib,
    Architecture architecture,
    boolean burstable) {

  /** A processor's instruction set, by EC2's names. */
  public enum Architecture {
    X86_64,
    ARM64
  }

  public Needs {
    atLeast("machine.needs.vcpus.min", minVcpus, 1);
    atLeast("machine.needs.memory-gib.min", minMemoryGib, 1);
    noneOrAtLeast("machine.needs.vcpus.max", maxVcpus, minVcpus);
    noneOrAtLeast("machine.needs.memory-gib.max", maxMemoryGib, minMemoryGib);
  }

  private static void atLeast(String field, int value, int least) {
    if (value < least) {
      throw new InvalidValueException(field, value, "a whole number from " + least);
    }
  }

  private static void noneOrAtLeast(String field, int value, int least) {
    if (value != 0 && value < least) {
      throw new InvalidValueException(
          field, value, "0 for no bound, or a whole number from the least, " + least);
    }
  }
}
