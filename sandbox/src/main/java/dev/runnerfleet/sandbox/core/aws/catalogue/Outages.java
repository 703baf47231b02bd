package dev.runnerfleet.sandbox.core.aws.catalogue;

import java.time.Duration;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A recording of when a zone had spot capacity for large instances; it begins again at its end.
 *
 * @param vcpus the size that was watched: the recording holds for that and larger ones
 * @param availableFrom whether there was capacity, by the second since the start from which on it
 *     was so
 * @param length seconds
 */
public record Outages(
    String zone, int vcpus, NavigableMap<Long, Boolean> availableFrom, long length) {
  public Outages {
    availableFrom = Collections.unmodifiableNavigableMap(new TreeMap<>(availableFrom));
    if (length < 1) {
      throw new IllegalArgumentException("a recording of no length for " + zone);
    }
  }

  public boolean isOut(Offering offering, Duration sinceStart) {
    if (offering.type().vcpus() < vcpus || !offering.zone().name().equals(zone)) {
      return false;
    }
    var entry = availableFrom.floorEntry(Math.floorMod(sinceStart.toSeconds(), length));
    return entry != null && !entry.getValue();
  }
}
