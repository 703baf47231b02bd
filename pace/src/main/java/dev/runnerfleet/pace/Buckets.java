package dev.runnerfleet.pace;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.pace.core.TokenBucket;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the token buckets. Every method runs in its caller's transaction.
 *
 * <p>A process that has just started takes a bucket of calls to be empty, as it cannot know what
 * was called while it, or its database, was away. The buckets of machines stay as their rows tell:
 * they take minutes to fill, and their rows know of every machine. The service that has them brings
 * the table, and the limits as a bean.
 */
@ApplicationScoped
public class Buckets {

  private static final Set<String> OF_MACHINES =
      Set.of(Limits.LAUNCHED_INSTANCES, Limits.TERMINATED_INSTANCES);

  private final Limits limits;
  private final Clock clock;
  private final Set<String> metBefore = ConcurrentHashMap.newKeySet();

  public Buckets(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Buckets that nobody else can change before the transaction ends. */
  public static final class Locked {

    private final Map<String, BucketRow> rows = new HashMap<>();
    private final Map<String, TokenBucket> buckets = new HashMap<>();

    public TokenBucket of(String action) {
      TokenBucket bucket = buckets.get(action);
      if (bucket == null) {
        throw new IllegalArgumentException("The bucket of " + action + " is not locked");
      }
      return bucket;
    }

    public void put(String action, TokenBucket bucket) {
      BucketRow row = rows.get(action);
      if (row == null) {
        throw new IllegalArgumentException("The bucket of " + action + " is not locked");
      }
      row.take(bucket);
    }
  }

  /** How full a bucket is, and what share of its limit is used. */
  public record Level(String id, double tokens, double share) {}

  /** Locks the domain's buckets of these actions; makes those that are missing. */
  public Uni<Locked> lock(ThrottleDomain domain, Set<String> actions) {
    List<String> ids = actions.stream().map(action -> id(domain, action)).sorted().toList();
    return lock(ids)
        .chain(
            rows ->
                rows.size() == ids.size()
                    ? Uni.createFrom().item(rows)
                    : make(domain, actions).chain(() -> lock(ids)))
        .map(rows -> locked(domain, actions, rows));
  }

  /** As of now. */
  public Uni<List<Level>> levels() {
    return Panache.getSession()
        .chain(
            session ->
                session.createSelectionQuery("from BucketRow", BucketRow.class).getResultList())
        .map(rows -> rows.stream().map(this::level).toList());
  }

  private Level level(BucketRow row) {
    String action = row.id.substring(row.id.indexOf(' ') + 1);
    TokenBucket bucket = row.toDomain(limits.of(action)).filled(clock.instant());
    return new Level(row.id, bucket.tokens(), bucket.share());
  }

  private Locked locked(ThrottleDomain domain, Set<String> actions, List<BucketRow> rows) {
    Map<String, BucketRow> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.id, row));
    Locked locked = new Locked();
    for (String action : actions) {
      BucketRow row = byId.get(id(domain, action));
      if (row == null) {
        throw new IllegalStateException("The bucket of %s is gone".formatted(action));
      }
      TokenBucket bucket = row.toDomain(limits.of(action));
      boolean first = metBefore.add(row.id) && !OF_MACHINES.contains(action);
      locked.rows.put(action, row);
      locked.buckets.put(action, first ? bucket.emptied(clock.instant()) : bucket);
    }
    return locked;
  }

  private static Uni<List<BucketRow>> lock(List<String> ids) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from BucketRow where id in (:ids) order by id", BucketRow.class)
                    .setParameter("ids", ids)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList());
  }

  private Uni<Void> make(ThrottleDomain domain, Set<String> actions) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (String action : actions.stream().sorted().toList()) {
      all = all.chain(() -> make(id(domain, action), limits.of(action), clock.instant()));
    }
    return all;
  }

  private static Uni<Void> make(String id, Limit limit, Instant now) {
    TokenBucket bucket = TokenBucket.full(limit, now);
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into BucketRow (id, capacity, perSecond, share, tokens, at, halvedAt)
                        values (:id, :capacity, :perSecond, :share, :tokens, :at, :halvedAt)
                        on conflict (id) do nothing
                        """)
                    .setParameter("id", id)
                    .setParameter("capacity", limit.capacity())
                    .setParameter("perSecond", limit.perSecond())
                    .setParameter("share", bucket.share())
                    .setParameter("tokens", bucket.tokens())
                    .setParameter("at", bucket.at())
                    .setParameter("halvedAt", bucket.halvedAt())
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static String id(ThrottleDomain domain, String action) {
    return domain + " " + action;
  }
}
