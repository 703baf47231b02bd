package dev.runnerfleet.reaper.report;

import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.reaper.runner.Reporter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A machine's last report, for operators. */
public record MachineView(
    String runner,
    String pool,
    @Nullable Instant reportedAt,
    @Nullable String state,
    @Nullable Double cpu,
    @Nullable Double memory,
    RunnerInterrupted.@Nullable Kind notice,
    @Nullable Instant deadline) {

  static MachineView of(Reporter reporter) {
    return new MachineView(
        reporter.runner().value(),
        reporter.pool().value(),
        reporter.reportedAt(),
        reporter.state(),
        reporter.cpu(),
        reporter.memory(),
        reporter.notice(),
        reporter.deadline());
  }
}
