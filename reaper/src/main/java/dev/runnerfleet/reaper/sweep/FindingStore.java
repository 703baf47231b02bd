package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.reaper.core.sweep.Finding;
import dev.runnerfleet.reaper.core.sweep.Sweep.Judged;
import dev.runnerfleet.reaper.core.sweep.Sweep.Memory;
import dev.runnerfleet.reaper.core.sweep.Sweep.Verdict;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Remembers what sweeps found. Runs in the caller's session or transaction. */
@ApplicationScoped
class FindingStore {

  private static final int SHOWN = 1000;
  private static final Duration REMEMBERED = Duration.ofDays(7);
  private static final Duration GUARDED_WITHIN = Duration.ofMinutes(1);

  /** Findings that take a machine away when they are acted upon. */
  private static final Set<FindingKind> GUARDED =
      Set.of(
          FindingKind.ORPHAN_INSTANCE,
          FindingKind.UNRECORDED_RUNNER,
          FindingKind.AGED_MACHINE,
          FindingKind.AGED_TWICE);

  /**
   * What is remembered.
   *
   * @param judging what the next sweep has to know of those before
   * @param acted what has been acted upon before
   */
  record Remembered(Memory judging, Set<String> acted) {
    Remembered {
      acted = Set.copyOf(acted);
    }
  }

  Uni<Remembered> memory(Instant now) {
    return all().map(rows -> memory(rows, now));
  }

  private static Remembered memory(List<FindingRow> rows, Instant now) {
    Map<String, Instant> firstSeen = new HashMap<>();
    Map<String, Integer> retired = new HashMap<>();
    Set<String> acted = new HashSet<>();
    Set<String> approved = new HashSet<>();
    Instant guarded = now.minus(GUARDED_WITHIN);
    for (FindingRow row : rows) {
      if (row.endedAt == null) {
        firstSeen.put(row.resource, row.firstSeen);
        if (row.approvedAt != null) {
          approved.add(row.resource);
        }
        if (row.actedAt != null) {
          acted.add(row.resource);
        }
      }
      boolean takes = GUARDED.contains(FindingKind.valueOf(row.kind));
      if (takes && row.actedAt != null && row.actedAt.isAfter(guarded)) {
        retired.merge(row.pool, 1, Integer::sum);
      }
    }
    return new Remembered(new Memory(firstSeen, retired, approved), acted);
  }

  /**
   * Saves what a sweep found. What it could have found and did not has ended.
   *
   * @param regions those that were listed completely; the empty one stands for GitLab
   */
  Uni<Void> save(List<Judged> judged, Set<String> regions, Instant now) {
    return forgetOld(now).chain(FindingStore::all).chain(r -> save(r, judged, regions, now));
  }

  private Uni<Void> save(
      List<FindingRow> rows, List<Judged> judged, Set<String> regions, Instant now) {
    Map<String, FindingRow> known =
        rows.stream().collect(Collectors.toMap(row -> row.resource, row -> row));
    Set<String> found =
        judged.stream().map(j -> j.finding().resource()).collect(Collectors.toSet());
    for (FindingRow row : rows) {
      if (row.endedAt == null && !found.contains(row.resource) && regions.contains(row.region)) {
        row.endedAt = now;
      }
    }
    List<FindingRow> added =
        judged.stream().map(each -> row(each, known, now)).filter(r -> !rows.contains(r)).toList();
    return Panache.getSession().chain(session -> session.persistAll(added.toArray()));
  }

  private static FindingRow row(Judged judged, Map<String, FindingRow> known, Instant now) {
    Finding finding = judged.finding();
    FindingRow row = known.getOrDefault(finding.resource(), new FindingRow());
    boolean first = row.resource.isEmpty() || row.endedAt != null;
    row.resource = finding.resource();
    row.kind = FindingKind.of(finding).name();
    row.pool = finding.pool();
    row.region = FindingKind.region(finding);
    row.verdict = judged.verdict().name();
    row.firstSeen = first ? now : row.firstSeen;
    row.seenAt = now;
    row.endedAt = null;
    row.approvedAt = first ? null : row.approvedAt;
    row.actedAt = actedAt(judged, first ? null : row.actedAt, now);
    return row;
  }

  private static @Nullable Instant actedAt(Judged judged, @Nullable Instant before, Instant now) {
    return judged.verdict() == Verdict.ACT && before == null ? now : before;
  }

  private static Uni<Integer> forgetOld(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from FindingRow where endedAt < :before")
                    .setParameter("before", now.minus(REMEMBERED))
                    .executeUpdate());
  }

  /** What was found lately and is no machine's end. */
  Uni<List<FindingView>> orphans() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from FindingRow where kind <> 'LOST_MACHINE' order by seenAt desc",
                        FindingRow.class)
                    .setMaxResults(SHOWN)
                    .getResultList())
        .map(rows -> rows.stream().map(FindingView::of).toList());
  }

  /** Lets pass what the last sweep held back because so much looked wrong at once. */
  Uni<Integer> approve(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        "update FindingRow set approvedAt = :now"
                            + " where verdict = 'TOO_MANY' and endedAt is null")
                    .setParameter("now", now)
                    .executeUpdate());
  }

  /** How many findings wait until an operator has looked. */
  Uni<Long> waiting() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select count(*) from FindingRow where verdict = 'TOO_MANY'"
                            + " and endedAt is null and approvedAt is null",
                        Long.class)
                    .getSingleResult());
  }

  /**
   * Has sweeps that coincide, such as an operator's, judge one after the other: else each would
   * take a tenth of a pool.
   */
  Uni<Void> takeTurns() {
    return Panache.getSession()
        .chain(session -> session.find(SweepTurnRow.class, 1, LockModeType.PESSIMISTIC_WRITE))
        .replaceWithVoid();
  }

  /** Whether it is this replica's turn to sweep; if so, the next one is due then. */
  Uni<Boolean> takeTurn(Instant now, Instant next) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        "update SweepTurnRow set dueAt = :next where id = 1 and dueAt <= :now")
                    .setParameter("next", next)
                    .setParameter("now", now)
                    .executeUpdate())
        .map(updated -> updated == 1);
  }

  private static Uni<List<FindingRow>> all() {
    return Panache.getSession()
        .chain(
            session ->
                session.createSelectionQuery("from FindingRow", FindingRow.class).getResultList());
  }
}
