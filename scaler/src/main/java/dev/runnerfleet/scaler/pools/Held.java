package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What holds a pool's launches, and since when each reason does.
 *
 * @param jobs the reasons that hold back jobs, and not the warm buffer alone
 */
public record Held(Map<HoldReason, Instant> since, Set<HoldReason> jobs) {

  public static final Held NOTHING = new Held(Map.of(), Set.of());

  private static final String OF_JOBS = ":jobs";

  public Held {
    Map<HoldReason, Instant> sorted = new EnumMap<>(HoldReason.class);
    sorted.putAll(since);
    since = Collections.unmodifiableMap(sorted);
    jobs = Set.copyOf(jobs);
  }

  /** These holds now, each reason since when it first held without a break. */
  public Held now(Collection<Hold> holds, Instant now) {
    Map<HoldReason, Instant> next = new EnumMap<>(HoldReason.class);
    Set<HoldReason> ofJobs = EnumSet.noneOf(HoldReason.class);
    for (Hold hold : holds) {
      next.put(hold.reason(), since.getOrDefault(hold.reason(), now));
      if (hold.jobs() > 0) {
        ofJobs.add(hold.reason());
      }
    }
    return new Held(next, ofJobs);
  }

  /**
   * Whether jobs wait for what the pool cannot order at this time, while another pool might. One
   * that only lacks some of its warm buffer has room for a job.
   */
  public boolean full() {
    return jobs.stream().anyMatch(HoldReason::overflows);
  }

  /** A pattern (SQL's LIKE) of the form of those by which a reason holds jobs. */
  public static String pattern(HoldReason reason) {
    return "%" + reason + OF_JOBS + "=%";
  }

  static Held parse(String text) {
    Map<HoldReason, Instant> since = new EnumMap<>(HoldReason.class);
    Set<HoldReason> jobs = EnumSet.noneOf(HoldReason.class);
    for (String entry : text.isEmpty() ? new String[0] : text.split(" ")) {
      String[] parts = entry.split("=", 2);
      HoldReason reason = HoldReason.valueOf(parts[0].replace(OF_JOBS, ""));
      since.put(reason, Instant.parse(parts[1]));
      if (parts[0].endsWith(OF_JOBS)) {
        jobs.add(reason);
      }
    }
    return new Held(since, jobs);
  }

  String format() {
    return since.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + (jobs.contains(entry.getKey()) ? OF_JOBS : "")
                    + "="
                    + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
