package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.reaper.core.sweep.Sweep.Judged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a sweep found and left as it was, or acted upon.
 *
 * @param why why it is a finding
 * @param remedy what a sweep does about it once nothing holds it back
 */
public record FindingView(
    String resource,
    String kind,
    String pool,
    String verdict,
    String why,
    String remedy,
    @Nullable Instant firstSeen,
    @Nullable Instant actedAt) {

  static FindingView of(FindingRow row) {
    return new FindingView(
        row.resource,
        row.kind,
        row.pool,
        row.verdict,
        FindingKind.valueOf(row.kind).why(),
        FindingKind.valueOf(row.kind).remedy(),
        row.firstSeen,
        row.actedAt);
  }

  static FindingView of(Judged judged, @Nullable Instant firstSeen) {
    FindingKind kind = FindingKind.of(judged.finding());
    return new FindingView(
        judged.finding().resource(),
        kind.name(),
        judged.finding().pool(),
        judged.verdict().name(),
        kind.why(),
        kind.remedy(),
        firstSeen,
        null);
  }
}
