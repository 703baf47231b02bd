package dev.runnerfleet.scaler.decisions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.scaler.core.decision.Decision.Inputs;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The decisions that did or held something new. */
@ApplicationScoped
public class DecisionStore {

  private static final JsonMapper JSON = Json.mapper();

  Uni<Void> add(Decided decided) {
    DecisionRecord decision = DecisionRecord.of(decided);
    DecisionRow row = new DecisionRow();
    row.id = decision.id().value();
    row.pool = decision.pool().value();
    row.at = decision.at();
    row.poolRevision = decision.poolRevision();
    row.inputs = write(decision.inputs());
    row.outcome = write(decision.outcome());
    return Panache.getSession().chain(session -> session.persist(row));
  }

  /** The latest decisions first. */
  public Uni<List<DecisionRecord>> page(Page page) {
    StringBuilder where = new StringBuilder("where at < :before");
    page.pool().ifPresent(pool -> where.append(" and pool = :pool"));
    page.since().ifPresent(since -> where.append(" and at >= :since"));
    page.after().ifPresent(place -> where.append(" and (at < :at or at = :at and id < :id)"));
    return Panache.getSession()
        .chain(
            session -> {
              var query =
                  session
                      .createSelectionQuery(
                          "from DecisionRow " + where + " order by at desc, id desc",
                          DecisionRow.class)
                      .setParameter("before", page.before())
                      .setMaxResults(page.limit());
              page.pool().ifPresent(pool -> query.setParameter("pool", pool.value()));
              page.since().ifPresent(since -> query.setParameter("since", since));
              page.after()
                  .ifPresent(
                      place ->
                          query
                              .setParameter("at", place.at())
                              .setParameter("id", place.id().value()));
              return query.getResultList();
            })
        .map(rows -> rows.stream().map(DecisionStore::toDomain).toList());
  }

  /** The pool's first decision at or after an instant that ordered machines. */
  public Uni<Optional<DecisionRecord>> firstLaunch(PoolName pool, Instant since) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from DecisionRow where pool = :pool and at >= :since"
                            + " and outcome like '{\"launches\":[{%' order by at, id",
                        DecisionRow.class)
                    .setParameter("pool", pool.value())
                    .setParameter("since", since)
                    .setMaxResults(1)
                    .getResultList())
        .map(rows -> rows.stream().findFirst().map(DecisionStore::toDomain));
  }

  /** The pool's last decision that did or held something new. */
  public Uni<Optional<DecisionRecord>> last(PoolName pool) {
    return page(new Page(Optional.of(pool), Optional.empty(), Page.END, Optional.empty(), 1))
        .map(decisions -> decisions.stream().findFirst());
  }

  Uni<Integer> forget(Instant before) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from DecisionRow where at < :before")
                    .setParameter("before", before)
                    .executeUpdate());
  }

  private static DecisionRecord toDomain(DecisionRow row) {
    return new DecisionRecord(
        new DecisionId(row.id),
        new PoolName(row.pool),
        row.at,
        row.poolRevision,
        read(row.inputs, Inputs.class),
        read(row.outcome, DecisionRecord.Outcome.class));
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A decision cannot be written", e);
    }
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A decision cannot be read", e);
    }
  }

  /** A decision's place in the order of all. */
  public record Place(Instant at, DecisionId id) {}

  /**
   * Which decisions are asked for.
   *
   * @param after only those that come after this one, the latest first
   */
  public record Page(
      Optional<PoolName> pool,
      Optional<Instant> since,
      Instant before,
      Optional<Place> after,
      int limit) {

    /** Later than any decision, and within PostgreSQL's range. */
    public static final Instant END = Instant.parse("9999-01-01T00:00:00Z");
  }
}
