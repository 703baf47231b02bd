package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.retire.RetirementReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be done about a pool, and what is not and why.
 *
 * @param inputs what it was decided from
 */
public record Decision(
    Inputs inputs,
    List<Launch> launches,
    List<Retirement> retirements,
    List<Recall> recalls,
    List<Hold> holds) {

  public Decision {
    launches = List.copyOf(launches);
    retirements = List.copyOf(retirements);
    recalls = List.copyOf(recalls);
    holds = List.copyOf(holds);
  }

  /** Whether it orders anything. */
  public boolean acts() {
    return !(launches.isEmpty() && retirements.isEmpty() && recalls.isEmpty());
  }

  /** How many machines it orders. */
  public int launched() {
    return launches.stream().mapToInt(Launch::count).sum();
  }

  public Set<HoldReason> held() {
    return holds.stream().map(Hold::reason).collect(Collectors.toUnmodifiableSet());
  }

  /** So many machines for one purpose. */
  public record Launch(Purpose purpose, int count) {}

  /** A runner that goes: an idle one, or one that boots for a pool that is deleted. */
  public record Retirement(RunnerId runner, RetirementReason reason) {}

  /** An order that is taken back. */
  public record Recall(RunnerId runner, RecallReason reason) {}

  /**
   * What is not done.
   *
   * @param jobs how many queued jobs it concerns; 0 where only the warm buffer is short
   * @param detail what AWS said, or until when; empty where the reason says all
   */
  public record Hold(HoldReason reason, int jobs, String detail) {}

  /**
   * What the decision saw: jobs queued, jobs running on runners that serve, runners by state, and
   * the capacity in force.
   */
  public record Inputs(
      int queued,
      int running,
      int requested,
      int recalled,
      int booting,
      int idle,
      int busy,
      int going,
      int slotsPerRunner,
      int maxRunners,
      int idleBuffer,
      Duration idleTime) {}
}
