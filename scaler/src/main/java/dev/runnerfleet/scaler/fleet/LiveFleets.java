package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Work;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what decisions need of live runners and of what their jobs make of them, in one query and
 * past the session: nothing of it is changed.
 */
@ApplicationScoped
class LiveFleets {

  // Of ten thousand runners all but a few are busy, and to read each of them takes a decision most
  // of its time: the database counts those that nothing tells apart. Every other is a group of its
  // own, so that what is the least of its values is its value.
  private static final String FLEETS =
      """
      select r.pool, r.revision, r.asked_market, r.market, r.hourly_price, r.image, r.state,
             r.state_reason, coalesce(w.running, 0), coalesce(w.taken, 0), count(*),
             max(w.last_ended), min(r.id), min(r.requested_at), min(r.launched_at),
             min(r.gitlab_runner), min(r.registered_at), min(r.kept_at), min(r.called_at),
             min(r.state_at)
        from scaler.runner r
        left join (select j.gitlab_runner, count(*) as taken,
                          count(*) filter (where j.stage = 'RUNNING') as running,
                          max(j.finished_at) as last_ended
                     from scaler.runner o join scaler.job j on j.gitlab_runner = o.gitlab_runner
                    where o.pool in (:pools) and o.state = 'REGISTERED'
                    group by j.gitlab_runner) w
               on w.gitlab_runner = r.gitlab_runner and r.state = 'REGISTERED'
       where r.pool in (:pools) and r.state not in ('TERMINATED', 'NOT_LAUNCHED')
       group by r.pool, r.revision, r.asked_market, r.market, r.hourly_price, r.image, r.state,
                r.state_reason, w.running, w.taken,
                case when coalesce(w.running, 0) = 0 then r.id end
      """;

  Uni<Map<PoolName, Fleet>> of(Collection<PoolName> pools) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(FLEETS, Object[].class)
                    .setParameter("pools", pools.stream().map(PoolName::value).toList())
                    .getResultList())
        .map(LiveFleets::read);
  }

  private static Map<PoolName, Fleet> read(List<Object[]> rows) {
    Map<PoolName, List<Member>> members = new HashMap<>();
    for (Object[] row : rows) {
      Member member = member(row);
      members.computeIfAbsent(member.runner().pool(), pool -> new ArrayList<>()).add(member);
    }
    Map<PoolName, Fleet> fleets = new HashMap<>();
    members.forEach((pool, all) -> fleets.put(pool, new Fleet(all)));
    return fleets;
  }

  private static Member member(Object[] row) {
    Instant lastEnded = instant(row[11]);
    Work work =
        new Work(number(row[8]), number(row[9]), lastEnded == null ? Instant.EPOCH : lastEnded);
    return new Member(row(row).toDomain(), work, number(row[10]));
  }

  private static RunnerRow row(Object[] values) {
    RunnerRow row = new RunnerRow();
    row.pool = (String) values[0];
    row.revision = number(values[1]);
    row.askedMarket = (String) values[2];
    row.market = (String) values[3];
    row.hourlyPrice = (BigDecimal) values[4];
    row.image = (String) values[5];
    row.state = (String) values[6];
    row.stateReason = (String) values[7];
    row.id = (String) values[12];
    row.requestedAt = orEpoch(values[13]);
    row.launchedAt = instant(values[14]);
    row.gitLabRunner = values[15] == null ? null : ((Number) values[15]).longValue();
    row.registeredAt = instant(values[16]);
    row.keptAt = instant(values[17]);
    row.calledAt = instant(values[18]);
    row.stateAt = orEpoch(values[19]);
    return row;
  }

  private static int number(Object count) {
    return Math.toIntExact(((Number) count).longValue());
  }

  private static Instant orEpoch(@Nullable Object time) {
    Instant at = instant(time);
    return at == null ? Instant.EPOCH : at;
  }

  private static @Nullable Instant instant(@Nullable Object time) {
    return switch (time) {
      case null -> null;
      case Instant at -> at;
      case OffsetDateTime at -> at.toInstant();
      default -> throw new IllegalStateException("No time but a " + time.getClass());
    };
  }
}
