package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.scaler.core.HoldReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What holds a pool's launches, and since when each reason does. */
public record Held(Map<HoldReason, Instant> since) {

  public static final Held NOTHING = new Held(Map.of());

  public Held {
    Map<HoldReason, Instant> sorted = new EnumMap<>(HoldReason.class);
    sorted.putAll(since);
    since = Collections.unmodifiableMap(sorted);
  }

  /** These reasons now, each since when it first held without a break. */
  public Held now(Collection<HoldReason> reasons, Instant now) {
    Map<HoldReason, Instant> next = new EnumMap<>(HoldReason.class);
    reasons.forEach(reason -> next.put(reason, since.getOrDefault(reason, now)));
    return new Held(next);
  }

  /** Whether the pool can order no machine for a job more, while another might. */
  public boolean full() {
    return since.keySet().stream().anyMatch(HoldReason::overflows);
  }

  static Held parse(String text) {
    if (text.isEmpty()) {
      return NOTHING;
    }
    return new Held(
        Arrays.stream(text.split(" "))
            .map(entry -> entry.split("=", 2))
            .collect(
                Collectors.toMap(
                    entry -> HoldReason.valueOf(entry[0]), entry -> Instant.parse(entry[1]))));
  }

  String format() {
    return since.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
