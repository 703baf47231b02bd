package dev.runnerfleet.scaler.core.schedule;

import dev.runnerfleet.contracts.InvalidValueException;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A seven-field cron expression as GitLab Runner's config.toml has them: second, minute, hour, day
 * of month, month, day of week, year. Fields are {@code *}, numbers, names of months and days,
 * ranges, lists and steps. Where both the day of month and the day of week are restricted, a day
 * that matches either will do, as in cron.
 */
public final class CronPeriod {

  private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec";
  private static final String DAYS = "sun mon tue wed thu fri sat";
  private static final int FIELDS = 7;

  private final BitSet seconds;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final BitSet years;
  private final boolean anyDayOfMonth;
  private final boolean anyDayOfWeek;

  private CronPeriod(String[] fields) {
    seconds = Field.SECOND.parse(fields[0]);
    minutes = Field.MINUTE.parse(fields[1]);
    hours = Field.HOUR.parse(fields[2]);
    daysOfMonth = Field.DAY_OF_MONTH.parse(fields[3]);
    months = Field.MONTH.parse(fields[4]);
    daysOfWeek = Field.DAY_OF_WEEK.parse(fields[5]);
    years = Field.YEAR.parse(fields[6]);
    if (daysOfWeek.get(7)) {
      daysOfWeek.set(0);
    }
    anyDayOfMonth = isAny(fields[3]);
    anyDayOfWeek = isAny(fields[5]);
  }

  /**
   * Reads an expression.
   *
   * @throws InvalidValueException of the field {@code period} when it is none
   */
  public static CronPeriod parse(String expression) {
    String[] fields = expression.strip().toLowerCase(Locale.ROOT).split("\\s+");
    if (fields.length != FIELDS) {
      throw new InvalidValueException(
          "period",
          expression,
          "seven fields: second minute hour day-of-month month day-of-week year");
    }
    try {
      return new CronPeriod(fields);
    } catch (BadField e) {
      throw new InvalidValueException("period", expression, e.getMessage());
    }
  }

  public boolean includes(ZonedDateTime time) {
    return seconds.get(time.getSecond())
        && minutes.get(time.getMinute())
        && hours.get(time.getHour())
        && months.get(time.getMonthValue())
        && years.get(time.getYear())
        && includesDay(time);
  }

  private boolean includesDay(ZonedDateTime time) {
    boolean ofMonth = daysOfMonth.get(time.getDayOfMonth());
    boolean ofWeek = daysOfWeek.get(time.getDayOfWeek().getValue() % 7);
    boolean both = !anyDayOfMonth && !anyDayOfWeek;
    return both ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  private static boolean isAny(String field) {
    return field.equals("*") || field.equals("?");
  }

  private enum Field {
    SECOND("second", 0, 59, ""),
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY_OF_MONTH("day of month", 1, 31, ""),
    MONTH("month", 1, 12, MONTHS),
    DAY_OF_WEEK("day of week", 0, 7, DAYS),
    YEAR("year", 1970, 2199, "");

    private final String title;
    private final int least;
    private final int most;
    private final String names;

    Field(String title, int least, int most, String names) {
      this.title = title;
      this.least = least;
      this.most = most;
      this.names = names;
    }

    BitSet parse(String text) {
      BitSet values = new BitSet();
      for (String part : text.split(",", -1)) {
        add(part, values);
      }
      return values;
    }

    private void add(String part, BitSet values) {
      String[] stepped = part.split("/", -1);
      int step = stepped.length == 1 ? 1 : number(stepped[1], 1, most);
      String range = stepped[0];
      int from = least;
      int to = most;
      if (!isAny(range)) {
        String[] ends = range.split("-", -1);
        from = value(ends[0]);
        to = ends.length == 2 ? value(ends[1]) : stepped.length == 1 ? from : most;
        if (ends.length > 2) {
          throw bad();
        }
      }
      if (stepped.length > 2 || from > to) {
        throw bad();
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }

    private int value(String text) {
      int named = text.isEmpty() ? -1 : List.of(names.split(" ")).indexOf(text);
      return named < 0 ? number(text, least, most) : named + (this == MONTH ? 1 : 0);
    }

    private int number(String text, int from, int to) {
      try {
        int number = Integer.parseInt(text);
        if (number >= from && number <= to) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw bad();
      }
      throw bad();
    }

    private BadField bad() {
      return new BadField(
          "a %s of %d to %d%s, a range, a list, a step or *"
              .formatted(title, least, most, names.isEmpty() ? "" : ", a name"));
    }
  }

  private static final class BadField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadField(String expected) {
      super(expected);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
