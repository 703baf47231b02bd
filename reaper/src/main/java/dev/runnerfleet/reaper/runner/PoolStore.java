package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
    return Panache.getSession()
        .chain(s -> s.createSelectionQuery("from PoolRow", PoolRow.class).getResultList())
        .map(PoolStore::places);
  }

  public Uni<List<String>> names() {
    return Panache.getSession()
        .chain(
            s ->
                s.createSelectionQuery("select p.name from PoolRow p", String.class)
                    .getResultList());
  }

  Uni<Void> save(List<PoolSpec> pools) {
    return Panache.getSession()
        .chain(
            session -> {
              Uni<Void> saved = Uni.createFrom().voidItem();
              for (PoolSpec pool : pools) {
                saved = saved.chain(() -> session.merge(row(pool)).replaceWithVoid());
              }
              return saved;
            });
  }

  private static PoolRow row(PoolSpec pool) {
    PoolRow row = new PoolRow();
    row.name = pool.name().toString();
    row.region = pool.region();
    row.scope = pool.gitlab().scope().name();
    row.scopeId = pool.gitlab().id();
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
