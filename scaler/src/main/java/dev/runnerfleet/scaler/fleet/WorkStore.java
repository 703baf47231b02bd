package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.fleet.Work;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What jobs make of registered runners. */
@ApplicationScoped
class WorkStore {

  // Of ten thousand runners all but a few are busy, and to read each of them takes a decision round
  // most of its time: the database counts those that nothing tells apart.
  private static final String WORK =
      """
      select pool, revision, asked_market, market, hourly_price, image, idle, running, taken,
             cast(coalesce(extract(epoch from max(last_ended)), 0) * 1000000 as bigint),
             count(*), min(id)
        from (select r.id, r.pool, r.revision, r.asked_market, r.market, r.hourly_price, r.image,
                     case when w.running = 0 then r.id end as idle, w.running, w.taken, w.last_ended
                from scaler.runner r
                join (select j.gitlab_runner, count(*) as taken,
                             count(*) filter (where j.stage = 'RUNNING') as running,
                             max(j.finished_at) as last_ended
                        from scaler.runner o join scaler.job j on j.gitlab_runner = o.gitlab_runner
                       where o.pool in (:pools) and o.state = 'REGISTERED'
                       group by j.gitlab_runner) w on w.gitlab_runner = r.gitlab_runner
               where r.pool in (:pools) and r.state = 'REGISTERED') as runner
       group by pool, revision, asked_market, market, hourly_price, image, idle, running, taken
      """;

  Uni<Seen> of(Collection<PoolName> pools) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(WORK, Object[].class)
                    .setParameter("pools", pools.stream().map(PoolName::value).toList())
                    .getResultList())
        .map(WorkStore::read);
  }

  private static Seen read(List<Object[]> rows) {
    Map<RunnerId, Work> idle = new HashMap<>();
    List<Member> busy = new ArrayList<>();
    for (Object[] row : rows) {
      Instant lastEnded = Instant.EPOCH.plus(((Number) row[9]).longValue(), ChronoUnit.MICROS);
      Work work = new Work(number(row[7]), number(row[8]), lastEnded);
      if (row[6] == null) {
        busy.add(new Member(busy(row), work, number(row[10])));
      } else {
        idle.put(new RunnerId((String) row[6]), work);
      }
    }
    return new Seen(idle, busy);
  }

  /** One that stands for all of its row; when it was ordered and launched matters of none. */
  private static Runner busy(Object[] row) {
    return new Runner(
        new RunnerId((String) row[11]),
        new PoolName((String) row[0]),
        number(row[1]),
        market(row[2]),
        Instant.EPOCH,
        null,
        null,
        null,
        null,
        purchase(row),
        new RunnerState.Idle(Instant.EPOCH));
  }

  private static @Nullable Purchase purchase(Object[] row) {
    Market market = market(row[3]);
    return market == null
        ? null
        : new Purchase(market, new Usd((BigDecimal) row[4]), (String) row[5], Instant.EPOCH);
  }

  private static @Nullable Market market(@Nullable Object name) {
    return name == null ? null : Market.valueOf((String) name);
  }

  private static int number(Object count) {
    return Math.toIntExact(((Number) count).longValue());
  }

  /**
   * What there is.
   *
   * @param idle of runners that have had a job and have none now
   * @param busy those with a job, as members of their pools
   */
  record Seen(Map<RunnerId, Work> idle, List<Member> busy) {}
}
