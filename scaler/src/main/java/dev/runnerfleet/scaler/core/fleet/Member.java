package dev.runnerfleet.scaler.core.fleet;

/** A runner, and what it has done and does. */
public record Member(Runner runner, Work work) {

  public Member {
    runner = runner.with(work);
  }

  public RunnerState state() {
    return runner.state();
  }
}
