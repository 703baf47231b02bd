package dev.runnerfleet.reaper.report;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of a machine's report.
 *
 * @param cpu share of its processors that was busy since the report before, 0 to 1
 * @param memory share of its memory in use, 0 to 1
 * @param notice what its metadata says that AWS will do with it; none while there is nothing
 */
public record Report(
    RunnerId runner,
    State state,
    @Nullable Double cpu,
    @Nullable Double memory,
    @Nullable Notice notice) {

  public Report {
    require("runner", runner);
    require("state", state);
    share("cpu", cpu);
    share("memory", memory);
  }

  /** What a machine is about. */
  public enum State {
    /** It takes jobs. */
    SERVING,
    /** It takes no more, and finishes those it has. */
    DRAINING,
    /** Its operating system shuts down. */
    STOPPING
  }

  /**
   * What AWS tells an instance in its metadata (Amazon EC2 User Guide, "Spot Instance interruption
   * notices" and "EC2 instance rebalance recommendations").
   *
   * @param deadline when AWS takes the machine, where it says so
   */
  public record Notice(RunnerInterrupted.Kind kind, @Nullable Instant deadline) {
    public Notice {
      require("notice.kind", kind);
    }
  }

  private static void require(String field, @Nullable Object value) {
    if (value == null) {
      throw InvalidValueException.missing(field, "a value");
    }
  }

  private static void share(String field, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new InvalidValueException(field, value, "a share, 0 to 1");
    }
  }
}
