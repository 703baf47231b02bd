package dev.runnerfleet.jobwatcher.hook;

import dev.runnerfleet.jobwatcher.hook.HookReport.Action;
import dev.runnerfleet.jobwatcher.hook.HookReport.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this replica's last look at the webhooks found. */
@ApplicationScoped
class LastHookReport {

  private final AtomicReference<HookReport> report =
      new AtomicReference<>(new HookReport(List.of()));

  void set(HookReport found) {
    report.set(found);
  }

  HookReport get() {
    return report.get();
  }

  /** Those that GitLab does not call, with why; empty where all is well. */
  static String amiss(HookReport report) {
    return Stream.of(Action.ENABLE, Action.INSTALL, Action.REPAIR, Action.NONE)
        .flatMap(action -> report.left(action).stream())
        .map(LastHookReport::line)
        .collect(Collectors.joining("; "));
  }

  private static String line(Item item) {
    return item.owner() + ": " + item.reason();
  }
}
