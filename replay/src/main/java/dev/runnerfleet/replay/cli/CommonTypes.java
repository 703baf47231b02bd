package dev.runnerfleet.replay.cli;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.InterruptionBand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Instance types that people's pools and runner managers name and the sandbox's small world lacks.
 * Within a family all grows with the size, the price too (Amazon EC2, "On-Demand Pricing", Linux,
 * us-east-1, 2026-07). Spot costs 0.42 of it, as it does of the sandbox's own types.
 */
final class CommonTypes {

  private static final int LARGE = 16;
  private static final double SPOT_SHARE = 0.42;

  /** Sixteenths of the size large. */
  private static final Map<String, Integer> SIZES =
      Map.ofEntries(
          Map.entry("micro", 2),
          Map.entry("small", 4),
          Map.entry("medium", 8),
          Map.entry("large", LARGE),
          Map.entry("xlarge", 2 * LARGE),
          Map.entry("2xlarge", 4 * LARGE),
          Map.entry("4xlarge", 8 * LARGE),
          Map.entry("8xlarge", 16 * LARGE),
          Map.entry("9xlarge", 18 * LARGE),
          Map.entry("12xlarge", 24 * LARGE),
          Map.entry("16xlarge", 32 * LARGE),
          Map.entry("18xlarge", 36 * LARGE),
          Map.entry("24xlarge", 48 * LARGE));

  private static final Map<String, Family> FAMILIES =
      Map.ofEntries(
          Map.entry("t2", new Family(8, "x86_64", "0.0928")),
          Map.entry("t3", new Family(8, "x86_64", "0.0832")),
          Map.entry("t3a", new Family(8, "x86_64", "0.0752")),
          Map.entry("t4g", new Family(8, "arm64", "0.0672")),
          Map.entry("c5", new Family(4, "x86_64", "0.085")),
          Map.entry("c5a", new Family(4, "x86_64", "0.077")),
          Map.entry("c5d", new Family(4, "x86_64", "0.096")),
          Map.entry("c6a", new Family(4, "x86_64", "0.0765")),
          Map.entry("c6g", new Family(4, "arm64", "0.068")),
          Map.entry("c6i", new Family(4, "x86_64", "0.085")),
          Map.entry("c6id", new Family(4, "x86_64", "0.1008")),
          Map.entry("c7a", new Family(4, "x86_64", "0.10264")),
          Map.entry("c7g", new Family(4, "arm64", "0.0725")),
          Map.entry("c7i", new Family(4, "x86_64", "0.08925")),
          Map.entry("c8g", new Family(4, "arm64", "0.07976")),
          Map.entry("m5", new Family(8, "x86_64", "0.096")),
          Map.entry("m5a", new Family(8, "x86_64", "0.086")),
          Map.entry("m5d", new Family(8, "x86_64", "0.113")),
          Map.entry("m6a", new Family(8, "x86_64", "0.0864")),
          Map.entry("m6g", new Family(8, "arm64", "0.077")),
          Map.entry("m6i", new Family(8, "x86_64", "0.096")),
          Map.entry("m6id", new Family(8, "x86_64", "0.11865")),
          Map.entry("m7a", new Family(8, "x86_64", "0.11592")),
          Map.entry("m7g", new Family(8, "arm64", "0.0816")),
          Map.entry("m7i", new Family(8, "x86_64", "0.1008")),
          Map.entry("m7i-flex", new Family(8, "x86_64", "0.09576")),
          Map.entry("m8g", new Family(8, "arm64", "0.08976")),
          Map.entry("r5", new Family(16, "x86_64", "0.126")),
          Map.entry("r6a", new Family(16, "x86_64", "0.1134")),
          Map.entry("r6g", new Family(16, "arm64", "0.1008")),
          Map.entry("r6i", new Family(16, "x86_64", "0.126")),
          Map.entry("r7a", new Family(16, "x86_64", "0.15215")),
          Map.entry("r7g", new Family(16, "arm64", "0.1071")),
          Map.entry("r7i", new Family(16, "x86_64", "0.1323")));

  /** What is known of a family's size large, which has two vCPUs. */
  private record Family(int memoryGib, String architecture, String hourly) {}

  private CommonTypes() {}

  /** The sandbox's own types, and those of the wanted that are common. */
  static Catalogue with(Collection<String> wanted, String region) {
    Catalogue builtIn = Catalogue.builtIn(region);
    List<InstanceType> types = new ArrayList<>(builtIn.types());
    wanted.stream()
        .distinct()
        .filter(name -> builtIn.type(name).isEmpty())
        .forEach(name -> of(name).ifPresent(types::add));
    return new Catalogue(region, types, List.of());
  }

  private static Optional<InstanceType> of(String name) {
    String[] parts = name.split("\\.", -1);
    Family family = FAMILIES.get(parts[0]);
    Integer size = SIZES.get(parts[parts.length - 1]);
    boolean burstable = parts[0].startsWith("t");
    if (family == null || size == null || parts.length != 2 || (size < LARGE && !burstable)) {
      return Optional.empty();
    }
    BigDecimal large = new BigDecimal(family.hourly());
    return Optional.of(
        new InstanceType(
            name,
            Math.max(1, 2 * size / LARGE),
            family.memoryGib() * 1024 * size / LARGE,
            family.architecture(),
            new Usd(large.multiply(BigDecimal.valueOf(size)).divide(BigDecimal.valueOf(LARGE))),
            SPOT_SHARE,
            InterruptionBand.UNDER_5));
  }
}
