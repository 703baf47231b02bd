package dev.runnerfleet.jobwatcher.hook;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.WatcherMetrics;
import dev.runnerfleet.jobwatcher.core.hook.HookPlan;
import dev.runnerfleet.jobwatcher.hook.HookReport.Action;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Notices webhooks that GitLab has switched off, and switches them on again if allowed. */
@ApplicationScoped
class HookLoop {

  private static final Logger LOG = Logger.getLogger(HookLoop.class);

  private final HookCare care;
  private final LastHookReport last;
  private final WatcherMetrics metrics;
  private final boolean enable;
  private final AtomicReference<String> toldOf = new AtomicReference<>("");

  HookLoop(HookCare care, LastHookReport last, WatcherMetrics metrics, WatcherConfig config) {
    this.care = care;
    this.last = last;
    this.metrics = metrics;
    this.enable = config.hooks().enable();
  }

  @Scheduled(
      every = "${runnerfleet.hooks.interval:5m}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> sweep() {
    return care.isAble()
        ? care.look(plan -> enable && plan instanceof HookPlan.Enable)
            .invoke(this::found)
            .replaceWithVoid()
            .onFailure()
            .invoke(failure -> LOG.warnf("Webhooks not looked at reason=%s", failure.getMessage()))
            .onFailure()
            .recoverWithNull()
        : Uni.createFrom().voidItem();
  }

  private void found(HookReport report) {
    last.set(report);
    metrics.hooksAmiss(report.left(Action.ENABLE).size(), report.left(Action.INSTALL).size());
    String amiss = LastHookReport.amiss(report);
    if (!amiss.equals(toldOf.getAndSet(amiss)) && !amiss.isEmpty()) {
      LOG.warnf("Webhooks do not reach us, polling must make up for them hooks=%s", amiss);
    }
  }
}
