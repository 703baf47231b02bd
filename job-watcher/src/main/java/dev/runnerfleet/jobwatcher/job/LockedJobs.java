package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs that nobody else can change until the transaction ends. */
final class LockedJobs {

  private final Map<JobId, JobRow> rows = new HashMap<>();

  LockedJobs(List<JobRow> locked) {
    locked.forEach(row -> rows.put(new JobId(row.id), row));
  }

  Map<JobId, KnownJob> known() {
    Map<JobId, KnownJob> known = new HashMap<>();
    rows.forEach((id, row) -> known.put(id, row.toDomain()));
    return known;
  }

  /** Keeps what became of them, and those that are new. */
  Uni<Void> save(Collection<KnownJob> changed) {
    List<JobRow> fresh = new ArrayList<>();
    for (KnownJob known : changed) {
      JobRow row = rows.get(known.job().id());
      if (row == null) {
        row = new JobRow();
        fresh.add(row);
      }
      row.take(known);
    }
    return fresh.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession().chain(session -> session.persistAll(fresh.toArray()));
  }
}
