package dev.runnerfleet.jobwatcher.core.hook;

import dev.runnerfleet.jobwatcher.core.hook.InstalledHook.Alert;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What has to be done so that just one webhook of ours is there, tells of jobs and pipelines, and
 * is called.
 */
public sealed interface HookPlan {

  /** There is none. */
  record Install() implements HookPlan {}

  /** There is one, but set otherwise than it must be; {@code why} says in which. */
  record Repair(long hook, List<String> why) implements HookPlan {
    public Repair {
      why = List.copyOf(why);
    }
  }

  /** There is one that GitLab has stopped calling. */
  record Enable(long hook, Alert alert) implements HookPlan {}

  /** There is one and all is well with it. */
  record Keep(long hook) implements HookPlan {}

  /** Plans for one project or group, from all its webhooks. */
  static HookPlan of(Collection<InstalledHook> installed, URI ours, boolean verified) {
    return installed.stream()
        .filter(each -> each.url().equals(ours))
        .min(Comparator.comparingLong(InstalledHook::id))
        .map(each -> of(each, verified))
        .orElseGet(Install::new);
  }

  private static HookPlan of(InstalledHook hook, boolean verified) {
    List<String> why = new ArrayList<>();
    if (!hook.jobEvents()) {
      why.add("job events are off");
    }
    if (!hook.pipelineEvents()) {
      why.add("pipeline events are off");
    }
    if (hook.verified() != verified) {
      why.add("SSL verification is " + (hook.verified() ? "on" : "off"));
    }
    if (!why.isEmpty()) {
      return new Repair(hook.id(), why);
    }
    return hook.alert() == Alert.EXECUTABLE
        ? new Keep(hook.id())
        : new Enable(hook.id(), hook.alert());
  }
}
