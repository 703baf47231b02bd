package dev.runnerfleet.reaper.interruption;

import dev.runnerfleet.reaper.rescue.RescueView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That AWS takes a machine, or may, as operators see it.
 *
 * @param source {@code queue} or {@code machine}
 * @param noticedAt when AWS said so
 * @param heardAt when we heard of it
 * @param deadline when AWS takes it, where it says so
 * @param jobs those that lost the machine, and what became of them
 */
public record InterruptionView(
    String runner,
    String pool,
    String instance,
    String kind,
    @Nullable String instanceType,
    @Nullable String zone,
    @Nullable String market,
    String source,
    Instant noticedAt,
    Instant heardAt,
    @Nullable Instant deadline,
    List<RescueView> jobs) {

  public InterruptionView {
    jobs = List.copyOf(jobs);
  }

  static InterruptionView of(InterruptionRow row, List<RescueView> jobs) {
    return new InterruptionView(
        row.runner,
        row.pool,
        row.instance,
        row.kind,
        row.instanceType,
        row.zone,
        row.market,
        row.source,
        row.noticedAt,
        row.heardAt,
        row.deadline,
        jobs);
  }
}
