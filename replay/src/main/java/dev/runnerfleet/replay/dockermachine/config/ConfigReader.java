package dev.runnerfleet.replay.dockermachine.config;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
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
  private static final String DEFAULT_SPOT_PRICE = "0.50";

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
      throw InvalidValueException.withheld("what stands there", "well-formed TOML").onLine(line);
    }
    List<RunnerEntry> entries = new ArrayList<>();
    for (TomlTable entry : tables(file, "runners")) {
      if (EXECUTOR.equals(text(entry, "executor"))) {
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
    if (!(entry.get(List.of("machine")) instanceof TomlTable machine)) {
      throw InvalidValueException.missing("runners.machine", "a table [runners.machine]");
    }
    List<RunnerEntry.Section> sections = new ArrayList<>();
    for (TomlTable section : tables(machine, "autoscaling")) {
      sections.add(section(section));
    }
    return new RunnerEntry(
        text(entry, "name"),
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
    String zone = text(section, "Timezone");
    boolean local = zone.isEmpty() || zone.equalsIgnoreCase("local");
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
    return entry.get(List.of("runnerfleet", "match")) instanceof TomlTable match
        ? new HashSet<>(texts(match, "tags"))
        : Set.of();
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
        Optional.ofNullable(options.get("zone")).map(letter -> region + simulated(letter)),
        spot ? maxPrice(options.getOrDefault("spot-price", DEFAULT_SPOT_PRICE)) : Optional.empty());
  }

  /** The simulated regions have three zones, which stand for those that AWS has more of. */
  private static String simulated(String zone) {
    return zone.matches("[d-f]") ? String.valueOf((char) (zone.charAt(0) - 3)) : zone;
  }

  /** Left empty it is the on-demand price; left out it is not. */
  private static Optional<Usd> maxPrice(String price) {
    try {
      return price.isEmpty() ? Optional.empty() : Optional.of(Usd.of(price));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          PREFIX + "spot-price", price, "US dollars an hour, such as 0.30");
    }
  }

  private static List<TomlTable> tables(TomlTable in, String key) {
    List<TomlTable> tables = new ArrayList<>();
    for (Object each : list(in, key)) {
      if (!(each instanceof TomlTable table)) {
        throw InvalidValueException.withheld(key, "tables: [[" + key + "]]");
      }
      tables.add(table);
    }
    return tables;
  }

  private static List<String> texts(TomlTable in, String key) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(in, key)) {
      if (!(each instanceof String text)) {
        throw InvalidValueException.withheld(key, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  private static List<Object> list(TomlTable in, String key) {
    Object value = in.get(List.of(key));
    if (value == null) {
      return List.of();
    }
    if (value instanceof TomlArray array) {
      return array.toList();
    }
    throw InvalidValueException.withheld(key, "a list");
  }

  private static String text(TomlTable in, String key) {
    Object value = in.get(List.of(key));
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    throw InvalidValueException.withheld(key, "a text");
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
