package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.scaler.core.budget.Spending;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What machines cost, from the runners' rows: the formula of {@link Spending#of}, in SQL, so that a
 * day's runners need not be read for each decision.
 */
@ApplicationScoped
public class SpendingStore {

  // A machine of which only the registration was heard of counts at its pool's expected price.
  private static final String SPENDING =
      """
      select pool,
             coalesce(sum(price * extract(epoch from greatest(interval '0',
                 ended - greatest(launched_at, cast(:hour as timestamptz))))
                 * launched), 0) / 3600,
             coalesce(sum(price * extract(epoch from greatest(interval '0',
                 ended - greatest(launched_at, cast(:day as timestamptz))))
                 * launched), 0) / 3600,
             coalesce(sum(case when state in ('REQUESTED', 'BOOTING', 'REGISTERED')
                 then price end), 0)
        from (select r.pool, r.state, r.launched_at,
                     -- PostgreSQL's greatest passes over nulls: what has no machine costs nothing.
                     case when r.launched_at is null then 0 else 1 end as launched,
                     coalesce(r.hourly_price, p.hourly_price) as price,
                     case when r.state in ('TERMINATED', 'NOT_LAUNCHED')
                          then r.state_at else cast(:now as timestamptz) end as ended
                from scaler.runner r join scaler.pool p on p.name = r.pool
               where r.pool in (:pools)
                 and (r.state not in ('TERMINATED', 'NOT_LAUNCHED')
                      or r.state_at > cast(:day as timestamptz))) as machine
       group by pool
      """;

  /** The spending of each of the pools that has any. */
  public Uni<Map<PoolName, Spending>> of(Collection<PoolName> pools, Instant now) {
    if (pools.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(SPENDING, Object[].class)
                    .setParameter("pools", pools.stream().map(PoolName::value).toList())
                    .setParameter("now", now)
                    .setParameter("hour", now.truncatedTo(ChronoUnit.HOURS))
                    .setParameter("day", now.truncatedTo(ChronoUnit.DAYS))
                    .getResultList())
        .map(SpendingStore::read);
  }

  private static Map<PoolName, Spending> read(List<Object[]> rows) {
    Map<PoolName, Spending> spending = new HashMap<>();
    for (Object[] row : rows) {
      spending.put(
          new PoolName((String) row[0]), new Spending(usd(row[1]), usd(row[2]), usd(row[3])));
    }
    return spending;
  }

  private static Usd usd(Object amount) {
    return new Usd((BigDecimal) amount);
  }
}
