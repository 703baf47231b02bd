package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.scaler.core.budget.Spending;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a pool has spent in the hour and the day at hand, and spends. */
final class Purse {

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  private final Map<RunnerId, Item> open = new LinkedHashMap<>();
  private final Deque<Item> ended = new ArrayDeque<>();

  private record Item(RunnerId runner, Usd price, Instant since, @Nullable Instant until) {

    BigDecimal cost(Instant from, Instant now) {
      Instant begin = since.isBefore(from) ? from : since;
      Instant end = until == null ? now : until;
      if (!end.isAfter(begin)) {
        return BigDecimal.ZERO;
      }
      return price
          .amount()
          .multiply(BigDecimal.valueOf(Duration.between(begin, end).toMillis()))
          .divide(SECONDS_PER_HOUR.movePointRight(3), 6, RoundingMode.HALF_UP);
    }
  }

  void bought(RunnerId runner, Usd price, Instant since) {
    open.put(runner, new Item(runner, price, since, null));
  }

  void ended(RunnerId runner, Instant at) {
    Item item = open.remove(runner);
    if (item != null) {
      ended.add(new Item(runner, item.price(), item.since(), at));
    }
  }

  /**
   * The spending.
   *
   * @param serving whether a runner is neither recalled nor on its way out: those make the rate
   */
  Spending at(Instant now, Predicate<RunnerId> serving) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    Instant day = now.truncatedTo(ChronoUnit.DAYS);
    while (!ended.isEmpty() && isBefore(ended.getFirst(), day)) {
      ended.removeFirst();
    }
    BigDecimal ofHour = BigDecimal.ZERO;
    BigDecimal ofDay = BigDecimal.ZERO;
    BigDecimal rate = BigDecimal.ZERO;
    for (Item item : ended) {
      ofHour = ofHour.add(item.cost(hour, now));
      ofDay = ofDay.add(item.cost(day, now));
    }
    for (Item item : open.values()) {
      ofHour = ofHour.add(item.cost(hour, now));
      ofDay = ofDay.add(item.cost(day, now));
      if (serving.test(item.runner())) {
        rate = rate.add(item.price().amount());
      }
    }
    return new Spending(new Usd(ofHour), new Usd(ofDay), new Usd(rate));
  }

  private static boolean isBefore(Item item, Instant day) {
    Instant until = item.until();
    return until != null && until.isBefore(day);
  }
}
