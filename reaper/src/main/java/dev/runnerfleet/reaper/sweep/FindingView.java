package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.reaper.core.Sweep.Judged;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a sweep found and left as it was, or acted upon. */
public record FindingView(
    String resource,
    String kind,
    String pool,
    String verdict,
    String why,
    @Nullable Instant firstSeen,
    @Nullable Instant actedAt) {

  static FindingView of(FindingRow row) {
    return new FindingView(
        row.resource,
        row.kind,
        row.pool,
        row.verdict,
        FindingKind.valueOf(row.kind).why(),
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
        firstSeen,
        null);
  }
}
