package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.Usd;
import org.jspecify.annotations.Nullable;

/** What a pool's machines may cost; a decision never plans past it. None where absent. */
public record Budget(@Nullable Usd perHour, @Nullable Usd perDay) {

  public static final Budget NONE = new Budget(null, null);
}
