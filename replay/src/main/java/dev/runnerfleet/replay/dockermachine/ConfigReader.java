package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.scaler.core.schedule.CronPeriod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Reads what decides about machines from a config.toml, as GitLab Runner takes it: OffPeak keys are
 * ignored, as it has ignored them since 14.0, and a section of autoscaling replaces all four
 * values.
 */
public final class ConfigReader {

  private static final String EXECUTOR = "docker+machine";
  private static final long CHECK_INTERVAL = 3;
  private static final String PREFIX = "amazonec2-";

  private ConfigReader() {}

  /**
   * Reads a file.
   *
   * @throws InvalidValueException naming the key and what was expected; never a value, which may be
   *     a secret, unless it decides about machines
   */
  public static ConfigToml read(String toml) {
    TomlParseResult file = Toml.parse(toml);
    if (file.hasErrors()) {
      int line = file.errors().getFirst().position().line();
      throw InvalidValueException.withheld("--against", "well-formed TOML").onLine(line);
    }
    List<RunnerEntry> entries = new ArrayList<>();
    for (TomlTable entry : tables(file, "runners")) {
      if (EXECUTOR.equals(entry.getString("executor"))) {
        entries.add(entry(entry));
      }
    }
    if (entries.isEmpty()) {
      throw InvalidValueException.missing(
          "runners", "at least one [[runners]] with executor = \"docker+machine\"");
    }
    long interval = number(file, "check_interval", 0);
    return new ConfigToml(
        (int) Math.max(1, number(file, "concurrent", 1)),
        Duration.ofSeconds(interval == 0 ? CHECK_INTERVAL : interval),
        entries);
  }

  private static RunnerEntry entry(TomlTable entry) {
    TomlTable machine = entry.getTable("machine");
    if (machine == null) {
      throw InvalidValueException.missing("runners.machine", "a table [runners.machine]");
    }
    List<RunnerEntry.Section> sections = new ArrayList<>();
    for (TomlTable section : tables(machine, "autoscaling")) {
      sections.add(section(section));
    }
    String name = entry.getString("name");
    return new RunnerEntry(
        name == null ? "" : name,
        (int) number(entry, "limit", 0),
        (int) Math.max(1, number(entry, "request_concurrency", 1)),
        idling(machine),
        sections,
        (int) number(machine, "MaxBuilds", 0),
        (int) number(machine, "MaxGrowthRate", 0),
        tags(entry),
        launched(machine));
  }

  private static Idling idling(TomlTable table) {
    return new Idling(
        (int) number(table, "IdleCount", 0),
        (int) number(table, "IdleCountMin", 0),
        factor(table),
        Duration.ofSeconds(number(table, "IdleTime", 0)));
  }

  private static RunnerEntry.Section section(TomlTable section) {
    List<String> periods = texts(section, "Periods");
    periods.forEach(CronPeriod::parse);
    String zone = section.getString("Timezone");
    boolean local = zone == null || zone.isEmpty() || zone.equalsIgnoreCase("local");
    try {
      return new RunnerEntry.Section(
          periods, local ? ZoneOffset.UTC : ZoneId.of(zone), idling(section));
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "runners.machine.autoscaling.Timezone", zone, "a time zone such as Europe/Berlin");
    }
  }

  /** The tags of a runner stand in GitLab; where an entry repeats them for the import, those. */
  private static Set<String> tags(TomlTable entry) {
    TomlTable match = entry.getTable(List.of("runnerfleet", "match"));
    return match == null ? Set.of() : new HashSet<>(texts(match, "tags"));
  }

  private static RunnerEntry.Launched launched(TomlTable machine) {
    Map<String, String> options = new HashMap<>();
    for (String option : texts(machine, "MachineOptions")) {
      String[] parts = option.split("=", 2);
      if (parts[0].startsWith(PREFIX)) {
        options.put(parts[0].substring(PREFIX.length()), parts.length == 1 ? "true" : parts[1]);
      }
    }
    String region = options.getOrDefault("region", "us-east-1");
    boolean spot = "true".equals(options.get("request-spot-instance"));
    return new RunnerEntry.Launched(
        region,
        options.getOrDefault("instance-type", "t2.micro"),
        spot ? Market.SPOT : Market.ON_DEMAND,
        Optional.ofNullable(options.get("zone")).map(letter -> region + letter));
  }

  private static List<TomlTable> tables(TomlTable in, String key) {
    TomlArray array = in.getArray(key);
    List<TomlTable> tables = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      tables.add(array.getTable(i));
    }
    return tables;
  }

  private static List<String> texts(TomlTable in, String key) {
    TomlArray array = in.getArray(key);
    List<String> texts = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      texts.add(array.getString(i));
    }
    return texts;
  }

  private static long number(TomlTable in, String key, long otherwise) {
    Object value = in.get(List.of(key));
    return value == null ? otherwise : whole(key, value);
  }

  private static long whole(String key, @Nullable Object value) {
    if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number;
    }
    throw new InvalidValueException(key, value, "a whole number from 0");
  }

  private static double factor(TomlTable in) {
    Object value = in.get(List.of("IdleScaleFactor"));
    if (value == null) {
      return 0;
    }
    if (value instanceof Double number && number >= 0) {
      return number;
    }
    throw new InvalidValueException(
        "IdleScaleFactor",
        value,
        "a floating-point number from 0, as GitLab Runner takes no other");
  }
}
