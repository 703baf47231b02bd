package dev.runnerfleet.reaper.operator;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The book of what operators ordered. Runs in the caller's session or transaction. */
@ApplicationScoped
public class OperatorOrders {

  private static final int SHOWN = 1000;

  private final Clock clock;

  OperatorOrders(Clock clock) {
    this.clock = clock;
  }

  /**
   * An order.
   *
   * @param what {@code drain}, {@code terminate} or {@code resume-sweeps}
   * @param runner the machine it is about, where it is about one
   * @param reason in the operator's words, where there are any
   * @param origin the address that it came from
   */
  public record OperatorOrder(
      Instant at,
      String what,
      @Nullable String runner,
      @Nullable String pool,
      boolean force,
      @Nullable String reason,
      String origin) {}

  public Uni<Void> add(
      String what,
      @Nullable String runner,
      @Nullable String pool,
      boolean force,
      @Nullable String reason,
      String origin) {
    OperatorOrderRow row = new OperatorOrderRow();
    row.at = clock.instant();
    row.what = what;
    row.runner = runner;
    row.pool = pool;
    row.force = force;
    row.reason = reason;
    row.origin = origin;
    return Panache.getSession().chain(session -> session.persist(row));
  }

  /** The latest first. */
  public Uni<List<OperatorOrder>> latest() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from OperatorOrderRow order by at desc", OperatorOrderRow.class)
                    .setMaxResults(SHOWN)
                    .getResultList())
        .map(rows -> rows.stream().map(OperatorOrders::order).toList());
  }

  private static OperatorOrder order(OperatorOrderRow row) {
    return new OperatorOrder(
        row.at, row.what, row.runner, row.pool, row.force, row.reason, row.origin);
  }
}
