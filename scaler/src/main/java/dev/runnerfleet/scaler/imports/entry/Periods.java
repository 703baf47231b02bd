package dev.runnerfleet.scaler.imports.entry;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.core.schedule.CronPeriod;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times of a schedule, in both of config.toml's forms. */
public final class Periods {

  private static final Pattern RANGE = Pattern.compile("(\\d{1,2})-(\\d{1,2})");
  // Second, minute, hour, day of month, month, day of week.
  private static final int[] MOST = {59, 59, 23, 31, 12, 6};
  private static final int DAY_OF_MONTH = 3;
  private static final int MONTH = 4;

  private final ZoneId local;

  public Periods(ZoneId local) {
    this.local = local;
  }

  /** Seven fields, as docker+machine's; with fewer, GitLab Runner takes the second to be 0. */
  List<String> ofMachine(Keys keys, String key) {
    List<String> periods = new ArrayList<>();
    for (Keys.Item item : keys.texts(key)) {
      int fields = item.text().trim().split("\\s+").length;
      if (fields == 5 || fields == 6) {
        keys.warn(
            item.line(),
            key,
            "has %d fields: GitLab Runner takes such a period to hold in second 0 of a minute alone;"
                    .formatted(fields)
                + " here it holds for the whole minute");
      }
      String seven =
          switch (fields) {
            case 5 -> "* " + item.text().trim() + " *";
            case 6 -> "* " + item.text().trim();
            default -> item.text();
          };
      periods.add(checked(seven, key, item));
    }
    return periods;
  }

  /** Five fields, as the autoscaler's policies have them, from minute to day of week. */
  List<String> ofPolicy(Keys keys, String key) {
    List<String> periods = new ArrayList<>();
    for (Keys.Item item : keys.texts(key)) {
      if (item.text().trim().split("\\s+").length != 5) {
        throw new RefusedEntry(item.line(), "a period of " + key + " has not five fields");
      }
      periods.add(checked("* " + item.text().trim() + " *", key, item));
    }
    return periods;
  }

  // 20-6 of the hours goes past midnight: 20-23,0-6.
  private static String unwrapped(String period) {
    String[] fields = period.trim().split("\\s+");
    for (int i = 0; i < Math.min(fields.length, MOST.length); i++) {
      fields[i] = unwrapped(fields[i], MOST[i], i == DAY_OF_MONTH || i == MONTH ? 1 : 0);
    }
    return String.join(" ", fields);
  }

  private static String unwrapped(String field, int most, int least) {
    List<String> parts = new ArrayList<>();
    for (String part : field.split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (range.matches() && Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))) {
        parts.add(range.group(1) + "-" + most);
        parts.add(least + "-" + range.group(2));
      } else {
        parts.add(part);
      }
    }
    return String.join(",", parts);
  }

  /** A time zone; local is that of this service, as nothing tells that of the runner manager. */
  String zone(Keys keys, String key) {
    String name = keys.text(key).orElse("");
    if (name.isEmpty() || name.equalsIgnoreCase("local")) {
      if (!local.getId().equals("UTC") || keys.has(key)) {
        keys.warn(
            key,
            "Local is the zone of this service, %s; say it if the manager's was another"
                .formatted(local));
      }
      return local.getId();
    }
    try {
      return ZoneId.of(name).getId();
    } catch (DateTimeException e) {
      throw keys.refused(key, key + " is no time zone of the IANA data base");
    }
  }

  private static String checked(String given, String key, Keys.Item item) {
    try {
      String period = unwrapped(given);
      CronPeriod.parse(period);
      return period;
    } catch (InvalidValueException e) {
      throw new RefusedEntry(
          item.line(), "a period of %s cannot be read: expected %s".formatted(key, e.expected()));
    }
  }
}
