package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.delivery.InTurn;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keeps where pools have, or had, machines and runners. Runs in the caller's session. */
@ApplicationScoped
public class PoolStore {

  /**
   * All places that the fleet may have something in.
   *
   * @param regions AWS's
   * @param scopes GitLab's
   */
  public record Places(Set<String> regions, Set<RegistrationScope> scopes) {
    public Places {
      regions = new TreeSet<>(regions);
      scopes = Set.copyOf(scopes);
    }
  }

  public Uni<Places> places() {
    return rows().map(PoolStore::places);
  }

  public Uni<List<String>> names() {
    return Panache.getSession()
        .chain(
            s ->
                s.createSelectionQuery("select p.name from PoolRow p", String.class)
                    .getResultList());
  }

  /**
   * What the reaper goes by of a pool.
   *
   * @param retries whether interrupted jobs are retried
   * @param onDemand whether its machines may be on-demand
   * @param maxLifetime of a machine; zero for none
   */
  public record Terms(boolean retries, boolean onDemand, Duration maxLifetime) {}

  /** The terms of the pools there are, and of those that were deleted. */
  public Uni<Map<PoolName, Terms>> terms() {
    return rows()
        .map(rows -> rows.stream().collect(Collectors.toMap(PoolStore::name, PoolStore::terms)));
  }

  /** The pools that are not deleted. */
  public Uni<Set<PoolName>> live() {
    return rows()
        .map(
            rows ->
                rows.stream()
                    .filter(row -> row.deletedAt == null)
                    .map(PoolStore::name)
                    .collect(Collectors.toSet()));
  }

  private static Uni<List<PoolRow>> rows() {
    return Panache.getSession()
        .chain(s -> s.createSelectionQuery("from PoolRow", PoolRow.class).getResultList());
  }

  private static PoolName name(PoolRow row) {
    return new PoolName(row.name);
  }

  private static Terms terms(PoolRow row) {
    return new Terms(
        row.retryInterrupted, row.onDemand, Duration.ofSeconds(row.maxLifetimeSeconds));
  }

  Uni<Void> deleted(Set<String> names, Instant now) {
    return names.isEmpty()
        ? Uni.createFrom().voidItem()
        : Panache.getSession()
            .chain(
                session ->
                    session
                        .createMutationQuery(
                            "update PoolRow set deletedAt = :now where name in (:names)")
                        .setParameter("now", now)
                        .setParameter("names", names)
                        .executeUpdate())
            .replaceWithVoid();
  }

  Uni<Void> save(List<PoolSpec> pools) {
    return Panache.getSession()
        .chain(session -> InTurn.each(pools, pool -> session.merge(row(pool)).replaceWithVoid()));
  }

  private static PoolRow row(PoolSpec pool) {
    PoolRow row = new PoolRow();
    row.name = pool.name().toString();
    row.region = pool.region();
    row.scope = pool.gitlab().scope().name();
    row.scopeId = pool.gitlab().id();
    row.retryInterrupted = pool.retryInterruptedJobs();
    row.onDemand = pool.market().onDemandFallback();
    row.maxLifetimeSeconds = pool.capacity().maxLifetime().toSeconds();
    return row;
  }

  private static Places places(List<PoolRow> rows) {
    Set<String> regions = new TreeSet<>();
    Set<RegistrationScope> scopes = new java.util.HashSet<>();
    for (PoolRow row : rows) {
      regions.add(row.region);
      scopes.add(new RegistrationScope(RegistrationScope.Kind.valueOf(row.scope), row.scopeId));
    }
    return new Places(regions, scopes);
  }
}
