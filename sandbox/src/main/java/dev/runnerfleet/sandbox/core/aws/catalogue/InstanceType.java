package dev.runnerfleet.sandbox.core.aws.catalogue;

import dev.runnerfleet.contracts.Usd;
import java.util.Set;

/**
 * A size of machine.
 *
 * @param architecture {@code x86_64} or {@code arm64}
 * @param onDemandPrice US dollars per hour
 * @param spotShare the part of it that spot costs on average
 */
public record InstanceType(
    String name,
    int vcpus,
    int memoryMib,
    String architecture,
    Usd onDemandPrice,
    double spotShare,
    InterruptionBand interruptions) {
  /** AWS's page "Previous Generation Instances". */
  private static final Set<String> PREVIOUS =
      Set.of("a1", "c1", "c3", "c4", "cr1", "g2", "hs1", "i2", "m1", "m2", "m3", "m4", "r3", "t1");

  public String family() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  public boolean isCurrentGeneration() {
    return !PREVIOUS.contains(family());
  }

  public boolean isBurstable() {
    return family().matches("t\\d.*");
  }

  public boolean isBareMetal() {
    return name.contains(".metal");
  }
}
