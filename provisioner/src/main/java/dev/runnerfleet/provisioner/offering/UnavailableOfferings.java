package dev.runnerfleet.provisioner.offering;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.offering.Closure;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.core.offering.Marks;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what AWS had none of, for all replicas. Methods run in their caller's transaction. */
@ApplicationScoped
public class UnavailableOfferings {

  /**
   * Which marks.
   *
   * @param instanceType those of this type only; of any where null, as with the others
   * @param where a zone, subnet or region
   */
  public record Which(
      @Nullable String instanceType, @Nullable String where, Offering.@Nullable Market market) {
    static final Which ALL = new Which(null, null, null);

    private String condition() {
      List<String> conditions = new ArrayList<>();
      conditions.add("1 = 1");
      if (instanceType != null) {
        conditions.add("instanceType = :type");
      }
      if (where != null) {
        conditions.add("location = :where");
      }
      if (market != null) {
        conditions.add("market = :market");
      }
      return String.join(" and ", conditions);
    }
  }

  public Uni<Marks> all() {
    return page(Which.ALL, "", Integer.MAX_VALUE).map(Marks::new);
  }

  /** Marks in the order of their keys, those after one. */
  Uni<List<Mark>> page(Which which, String after, int most) {
    return Panache.getSession()
        .chain(
            session -> {
              var query =
                  session
                      .createSelectionQuery(
                          "from UnavailableOfferingRow where id > :after and "
                              + which.condition()
                              + " order by id",
                          UnavailableOfferingRow.class)
                      .setParameter("after", after)
                      .setMaxResults(most);
              if (which.instanceType() != null) {
                query.setParameter("type", which.instanceType());
              }
              if (which.where() != null) {
                query.setParameter("where", which.where());
              }
              if (which.market() != null) {
                query.setParameter("market", which.market());
              }
              return query.getResultList();
            })
        .map(rows -> rows.stream().map(UnavailableOfferingRow::toDomain).toList());
  }

  /** Marks what AWS has just refused. */
  public Uni<Void> add(Collection<Closure> closures) {
    return keep(closures.stream().map(Mark::of).toList());
  }

  /** Keeps marks as they are now. In one order, so that no two replicas wait for each other. */
  public Uni<Void> keep(Collection<Mark> marks) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Mark mark :
        marks.stream().sorted(Comparator.comparing(each -> each.closure().key())).toList()) {
      all = all.chain(() -> keep(mark));
    }
    return all;
  }

  private static Uni<Void> keep(Mark mark) {
    Closure closure = mark.closure();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into UnavailableOfferingRow
                          (id, instanceType, location, market, code, until, budget, probedUntil)
                        values (:id, :type, :location, :market, :code, :until, :budget, :probed)
                        on conflict (id) do update set code = excluded.code, until = excluded.until,
                          budget = excluded.budget, probedUntil = excluded.probedUntil
                        """)
                    .setParameter("id", closure.key())
                    .setParameter("type", closure.instanceType())
                    .setParameter("location", closure.where())
                    .setParameter("market", closure.market())
                    .setParameter("code", closure.code())
                    .setParameter("until", closure.until())
                    .setParameter("budget", mark.budget())
                    .setParameter("probed", mark.probedUntil())
                    .executeUpdate())
        .replaceWithVoid();
  }

  public Uni<Void> forget(Collection<Mark> marks) {
    return marks.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createMutationQuery(
                            "delete from UnavailableOfferingRow where id in (:ids)")
                        .setParameter(
                            "ids", marks.stream().map(mark -> mark.closure().key()).toList())
                        .executeUpdate())
            .replaceWithVoid();
  }

  Uni<Integer> clear(Which which) {
    return Panache.getSession()
        .chain(
            session -> {
              var query =
                  session.createMutationQuery(
                      "delete from UnavailableOfferingRow where " + which.condition());
              if (which.instanceType() != null) {
                query.setParameter("type", which.instanceType());
              }
              if (which.where() != null) {
                query.setParameter("where", which.where());
              }
              if (which.market() != null) {
                query.setParameter("market", which.market());
              }
              return query.executeUpdate();
            });
  }

  /** Drops what is as good as any again because nobody asked for it. */
  public Uni<Void> clearForgotten(Instant now) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery("delete from UnavailableOfferingRow where until <= :past")
                    .setParameter("past", now.minus(Mark.FORGOTTEN_AFTER))
                    .executeUpdate())
        .replaceWithVoid();
  }
}
