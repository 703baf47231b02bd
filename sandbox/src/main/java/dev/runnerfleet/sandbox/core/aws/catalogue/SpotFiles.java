package dev.runnerfleet.sandbox.core.aws.catalogue;

import dev.runnerfleet.contracts.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads recorded spot markets: a table of instance types, and for single zones when there was
 * capacity. Every fault names the file, the line and what was expected.
 */
public final class SpotFiles {
  private static final String TYPES =
      "instance_type,vcpus,memory_gib,architecture,on_demand_usd_per_hour,spot_saving_percent,"
          + "spot_interruption_band";
  private static final String AVAILABILITY = "at_s,available";

  private SpotFiles() {}

  /** The lines of {@code instance-types-REGION.csv}. */
  public static List<InstanceType> types(String file, List<String> lines) {
    var types = new ArrayList<InstanceType>();
    for (int i = 1; i < checked(file, lines, TYPES).size(); i++) {
      if (!lines.get(i).isBlank()) {
        types.add(type(new Line(file, i + 1, List.of(lines.get(i).split(",", -1)))));
      }
    }
    return types;
  }

  private static InstanceType type(Line line) {
    if (line.cells().size() != 7) {
      throw line.wrong("seven columns");
    }
    List<String> cells = line.cells();
    if (!cells.get(3).equals("x86_64") && !cells.get(3).equals("arm64")) {
      throw line.wrong("an architecture of x86_64 or arm64");
    }
    double saving = line.number(5).doubleValue();
    if (saving < 0 || saving >= 100) {
      throw line.wrong("a saving of 0 to under 100 percent");
    }
    return new InstanceType(
        cells.get(0),
        line.number(1).intValue(),
        line.number(2).multiply(BigDecimal.valueOf(1024)).intValue(),
        cells.get(3),
        new Usd(line.number(4)),
        1 - saving / 100,
        InterruptionBand.of(cells.get(6))
            .orElseThrow(() -> line.wrong("an interruption band such as <5%, 5-10% or >20%")));
  }

  /**
   * The lines of {@code availability-ZONE-NNvcpu.csv}: from which second on there was capacity (1)
   * or none (0); the last line has the recording's {@code end}.
   */
  public static Outages availability(String file, String zone, int vcpus, List<String> lines) {
    var from = new TreeMap<Long, Boolean>();
    long length = 0;
    for (int i = 1; i < checked(file, lines, AVAILABILITY).size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      var line = new Line(file, i + 1, List.of(lines.get(i).split(",", -1)));
      if (line.cells().size() != 2) {
        throw line.wrong("two columns");
      }
      length = line.number(0).longValue();
      switch (line.cells().get(1)) {
        case "0", "1" -> from.put(length, line.cells().get(1).equals("1"));
        case "end" -> {}
        default -> throw line.wrong("0, 1 or end");
      }
    }
    if (length < 1) {
      throw new IllegalArgumentException(file + ": expected an end after the first second");
    }
    return new Outages(zone, vcpus, from, length);
  }

  private static List<String> checked(String file, List<String> lines, String header) {
    if (lines.isEmpty() || !lines.getFirst().strip().equals(header)) {
      throw new IllegalArgumentException(file + ": expected the columns " + header);
    }
    return lines;
  }

  private record Line(String file, int number, List<String> cells) {
    BigDecimal number(int cell) {
      try {
        var value = new BigDecimal(cells.get(cell).strip());
        if (value.signum() >= 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw wrong("a number in column " + (cell + 1));
      }
      throw wrong("a number of zero or more in column " + (cell + 1));
    }

    IllegalArgumentException wrong(String expected) {
      return new IllegalArgumentException(
          "%s line %d: '%s', expected %s"
              .formatted(file, number, String.join(",", cells), expected));
    }
  }
}
