package dev.runnerfleet.scaler.core.fleet;

/**
 * A runner, and what it has done and does; or several busy ones that nothing tells apart for a
 * decision, which neither retires a busy runner nor asks which it is.
 *
 * @param runners how many they are; one unless busy
 */
public record Member(Runner runner, Work work, int runners) {

  public Member {
    runner = runner.with(work);
    if (runners != 1 && !(runner.state() instanceof RunnerState.Busy)) {
      throw new IllegalArgumentException("Only busy runners stand for one another");
    }
  }

  public Member(Runner runner, Work work) {
    this(runner, work, 1);
  }

  public RunnerState state() {
    return runner.state();
  }
}
