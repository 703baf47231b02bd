package dev.runnerfleet.provisioner.pool;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows which launch templates, and versions of them, are still needed. Every method runs in its
 * caller's transaction or session.
 */
@ApplicationScoped
public class TemplateStore {

  /**
   * The launch templates of pools that are gone, with the region of each, where no machine or call
   * was made from them that is not over.
   */
  public Uni<Map<String, String>> abandoned() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from PoolRow p where p.templateName is not null
                          and not exists (select 1 from PoolRow q where q.name = p.name and q.gone = false)
                          and not exists (select 1 from RunnerRow r
                            where r.pool = p.name and r.launch is not null and r.closedAt is null)
                        """,
                        PoolRow.class)
                    .getResultList())
        .map(
            rows -> {
              Map<String, String> regions = new HashMap<>();
              rows.forEach(row -> regions.put(String.valueOf(row.templateName), row.region));
              return regions;
            });
  }

  /** The template is no more. */
  public Uni<Void> deleted(String name) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        update PoolRow set templateName = null, templateVersion = null
                        where templateName = :name and gone = true
                        """)
                    .setParameter("name", name)
                    .executeUpdate())
        .replaceWithVoid();
  }

  /** The template's versions that a call which is not over, or a machine that lives, goes by. */
  public Uni<Set<Long>> versionsInUse(String template) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        select distinct l.templateVersion from LaunchRow l, RunnerRow r
                        where l.templateName = :name and r.launch = l.id and r.closedAt is null
                        """,
                        String.class)
                    .setParameter("name", template)
                    .getResultList())
        .map(found -> found.stream().map(Long::valueOf).collect(Collectors.toSet()));
  }
}
