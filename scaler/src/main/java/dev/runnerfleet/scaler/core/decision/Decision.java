package dev.runnerfleet.scaler.core.decision;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.WhenAbsent;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.budget.PlannedSpend;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /**
   * So many machines for one purpose.
   *
   * @param market the only one that will do; null: as the pool's rule has it
   */
  public record Launch(Purpose purpose, int count, @Nullable Market market) {}

  /** A runner that goes: an idle one, or one that boots for nothing where its room is needed. */
  public record Retirement(RunnerId runner, RetirementReason reason) {}

  /** An order that is taken back. */
  public record Recall(RunnerId runner, RecallReason reason) {}

  /**
   * What is not done.
   *
   * @param jobs how many queued jobs it concerns; 0 where only the warm buffer is short
   * @param detail what AWS said, or until when, or by which figures; empty where the reason says
   *     all
   */
  public record Hold(HoldReason reason, int jobs, String detail) {}

  /**
   * What the decision saw: jobs queued, jobs running on runners that serve, runners by state, the
   * capacity in force, and money.
   *
   * @param spotOnly how many of the queued jobs ask for spot
   * @param onDemandOnly how many of them ask for on-demand
   * @param arrived how many of them came with what led to this decision
   * @param drifted runners that serve and are no longer what the pool would launch
   * @param idleBuffer the warm buffer as of now, in slots
   * @param leastRunners how many runners an override keeps at least
   * @param fleetRunners live runners of all pools; 0 where nothing limits them together
   * @param price what the next machine is expected to cost an hour; null where unknown
   * @param planned the pool's planned spend before this decision; nothing where it has no budget
   *     and nobody asked
   * @param fleetPlanned that of all pools; null where they have none together
   */
  public record Inputs(
      int queued,
      int spotOnly,
      int onDemandOnly,
      @WhenAbsent("0") int arrived,
      int running,
      int requested,
      int recalled,
      int booting,
      int idle,
      int busy,
      int going,
      int drifted,
      int slotsPerRunner,
      int maxRunners,
      int leastRunners,
      int idleBuffer,
      Duration idleTime,
      int fleetRunners,
      @Nullable Usd price,
      PlannedSpend planned,
      @Nullable PlannedSpend fleetPlanned) {

    /** How many runners jobs and the warm buffer want, whatever limits say. */
    public int wanted() {
      return Math.max(leastRunners, Math.ceilDiv(queued + running + idleBuffer, slotsPerRunner));
    }
  }
}
