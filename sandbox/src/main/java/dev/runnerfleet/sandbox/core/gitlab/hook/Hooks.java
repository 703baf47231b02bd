package dev.runnerfleet.sandbox.core.gitlab.hook;

import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All webhooks. */
public final class Hooks {
  private final Sequence ids;
  private final boolean disablesFailing;
  private final Map<Long, Hook> byId = new HashMap<>();
  private final Map<HookOwner, NavigableSet<Long>> byOwner = new HashMap<>();

  public Hooks(long firstId, boolean disablesFailing) {
    this.ids = new Sequence(firstId);
    this.disablesFailing = disablesFailing;
  }

  public Hook create(HookOwner owner, HookSettings settings, Instant now) {
    var hook = new Hook(ids.take(), owner, settings, Health.GOOD, now);
    byId.put(hook.id(), hook);
    byOwner.computeIfAbsent(owner, unused -> new TreeSet<>()).add(hook.id());
    return hook;
  }

  /** One of this owner's, or null. */
  public @Nullable Hook find(HookOwner owner, long id) {
    Hook hook = byId.get(id);
    return hook != null && hook.owner().equals(owner) ? hook : null;
  }

  public @Nullable Hook find(long id) {
    return byId.get(id);
  }

  /** By ascending id. */
  public List<Hook> of(HookOwner owner) {
    return byOwner.getOrDefault(owner, new TreeSet<>()).stream().map(this::get).toList();
  }

  public Hook change(long id, HookSettings settings) {
    return replace(id, hook -> hook.with(settings));
  }

  public void delete(long id) {
    Hook gone = byId.remove(id);
    if (gone != null) {
      byOwner.getOrDefault(gone.owner(), new TreeSet<>()).remove(id);
    }
  }

  /** Those that are to hear of an event in a project. */
  public List<Hook> listening(Project project, HookEvent event, Instant now) {
    if (byId.isEmpty()) {
      return List.of();
    }
    var hooks = new ArrayList<Hook>(of(new HookOwner.OfProject(project.id())));
    for (Group group = project.group(); group != null; group = group.parent()) {
      hooks.addAll(of(new HookOwner.OfGroup(group.id())));
    }
    return hooks.stream()
        .filter(hook -> hook.settings().events().contains(event))
        .filter(hook -> hook.health().isExecutable(now))
        .toList();
  }

  private Hook get(long id) {
    return Objects.requireNonNull(byId.get(id));
  }

  /** Notes how a delivery ended; a hook that works is all well again. */
  public void delivered(long id, boolean good, Instant now) {
    if (!byId.containsKey(id) || !disablesFailing) {
      return;
    }
    replace(
        id,
        hook -> {
          boolean left = !hook.health().isExecutable(now);
          return hook.with(good ? Health.GOOD : left ? hook.health() : hook.health().failed(now));
        });
  }

  private Hook replace(long id, UnaryOperator<Hook> change) {
    Hook changed = change.apply(get(id));
    byId.put(id, changed);
    return changed;
  }
}
