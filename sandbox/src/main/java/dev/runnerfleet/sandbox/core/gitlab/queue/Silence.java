package dev.runnerfleet.sandbox.core.gitlab.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which jobs have not been heard of for how long, the longest silent first. */
final class Silence {
  private final Duration tolerated;
  private final Map<Long, Instant> lastHeard = new LinkedHashMap<>();

  Silence(Duration tolerated) {
    this.tolerated = tolerated;
  }

  /** Time only moves forward, so whoever is heard of last belongs at the end. */
  void heard(long job, Instant now) {
    lastHeard.remove(job);
    lastHeard.put(job, now);
  }

  void forget(long job) {
    lastHeard.remove(job);
  }

  List<Long> tooLong(Instant now) {
    return longerThan(tolerated, now);
  }

  List<Long> longerThan(Duration time, Instant now) {
    var silent = new ArrayList<Long>();
    for (var entry : lastHeard.entrySet()) {
      if (entry.getValue().plus(time).isAfter(now)) {
        break;
      }
      silent.add(entry.getKey());
    }
    return silent;
  }
}
