package dev.runnerfleet.sandbox.core.gitlab.runner;

import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All registered runners and the machines that were heard of. */
public final class Runners {
  private final Sequence ids;
  private final Sequence hostIds;
  private final Secrets secrets;
  private final NavigableMap<Long, Runner> byId = new TreeMap<>();
  private final Map<String, Long> idByToken = new HashMap<>();
  private final Map<Long, Map<String, RunnerHost>> hosts = new HashMap<>();
  private final Map<Long, Instant> contacts = new HashMap<>();
  private long changes;

  public Runners(long firstId, Secrets secrets) {
    this.ids = new Sequence(firstId);
    this.hostIds = new Sequence(firstId);
    this.secrets = secrets;
  }

  public Runner create(RunnerScope scope, RunnerSettings settings, Instant now) {
    var runner = new Runner(ids.take(), scope, secrets.runnerToken(), settings, now);
    byId.put(runner.id(), runner);
    idByToken.put(runner.token(), runner.id());
    return runner;
  }

  public Runner change(long id, RunnerSettings settings) {
    Runner changed = Objects.requireNonNull(byId.get(id)).with(settings);
    byId.put(id, changed);
    changes++;
    return changed;
  }

  /** Gives a runner another token; the one before is worth nothing from now on. */
  public Runner renewToken(long id) {
    Runner before = Objects.requireNonNull(byId.get(id));
    Runner renewed = before.with(secrets.runnerToken());
    idByToken.remove(before.token());
    idByToken.put(renewed.token(), id);
    byId.put(id, renewed);
    return renewed;
  }

  /** Forgets a runner and its machines; its token is worth nothing from now on. */
  public void delete(long id) {
    Runner gone = byId.remove(id);
    if (gone != null) {
      idByToken.remove(gone.token());
      hosts.remove(id);
      contacts.remove(id);
    }
  }

  public @Nullable Runner find(long id) {
    return byId.get(id);
  }

  public @Nullable Runner findByToken(String token) {
    Long id = idByToken.get(token);
    return id == null ? null : byId.get(id);
  }

  /** By ascending id. */
  public NavigableMap<Long, Runner> all() {
    return byId;
  }

  /** Notes that a machine was heard of, for the first time or again. */
  public void heard(Runner runner, String systemId, HostInfo info, Instant now) {
    contacts.put(runner.id(), now);
    var known = hosts.computeIfAbsent(runner.id(), unused -> new LinkedHashMap<>());
    RunnerHost before = known.get(systemId);
    RunnerHost after =
        before == null
            ? new RunnerHost(hostIds.take(), runner.id(), systemId, info, now, now)
            : before.heard(info, now);
    known.put(systemId, after);
  }

  /** Whether there was such a machine. */
  public boolean forgetHost(Runner runner, String systemId) {
    return hosts.getOrDefault(runner.id(), Map.of()).remove(systemId) != null;
  }

  /** In the order in which they were first heard of. */
  public List<RunnerHost> hosts(long runnerId) {
    Collection<RunnerHost> known = hosts.getOrDefault(runnerId, Map.of()).values();
    return List.copyOf(known);
  }

  public @Nullable RunnerHost findHost(long runnerId, String systemId) {
    return hosts.getOrDefault(runnerId, Map.of()).get(systemId);
  }

  /** When a machine with the runner's token was last heard of. */
  public @Nullable Instant contactedAt(long runnerId) {
    return contacts.get(runnerId);
  }

  public RunnerStatus status(Runner runner, Instant now) {
    return RunnerStatus.of(runner.createdAt(), contacts.get(runner.id()), now);
  }

  /** Runners by status, in GitLab's words. */
  public Map<String, Long> counts(Instant now) {
    var counts = new TreeMap<String, Long>();
    byId.values().forEach(r -> counts.merge(status(r, now).wireName(), 1L, Long::sum));
    return counts;
  }

  /** Grows with every change to a runner's settings. */
  public long changes() {
    return changes;
  }
}
