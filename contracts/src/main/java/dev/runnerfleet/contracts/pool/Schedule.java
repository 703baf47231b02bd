package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds instead of a pool's capacity at certain times. What is not given stays as it is.
 *
 * @param periods seven-field cron expressions (second, minute, hour, day of month, month, day of
 *     week, year), as in GitLab Runner's config.toml
 */
public record Schedule(
    List<String> periods,
    ZoneId timezone,
    @Nullable Integer idle,
    @Nullable Duration idleTime,
    @Nullable Integer maxRunners,
    @Nullable Double idleScaleFactor,
    @Nullable Integer idleMax) {

  public Schedule {
    periods = List.copyOf(periods);
    if (periods.isEmpty()) {
      throw new InvalidValueException("schedules.periods", periods, "at least one period");
    }
  }

  /** That leaves the scale factor and its bound as they are. */
  public Schedule(
      List<String> periods,
      ZoneId timezone,
      @Nullable Integer idle,
      @Nullable Duration idleTime,
      @Nullable Integer maxRunners) {
    this(periods, timezone, idle, idleTime, maxRunners, null, null);
  }
}
