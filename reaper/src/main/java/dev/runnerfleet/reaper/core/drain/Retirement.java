package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to retire a machine.
 *
 * @param unregisteredToo whether it also holds for a machine that has not registered; otherwise its
 *     registration is waited for
 * @param force whether a running job does not matter; an operator's privilege
 * @param deadline when AWS takes the machine, where it has said so
 */
public record Retirement(
    RunnerId runner,
    PoolName pool,
    RetirementReason reason,
    boolean unregisteredToo,
    boolean force,
    DecisionId decision,
    Instant orderedAt,
    @Nullable Instant deadline) {

  /** Of a machine that nobody takes away. */
  public Retirement(
      RunnerId runner,
      PoolName pool,
      RetirementReason reason,
      boolean unregisteredToo,
      boolean force,
      DecisionId decision,
      Instant orderedAt) {
    this(runner, pool, reason, unregisteredToo, force, decision, orderedAt, null);
  }

  public static Retirement of(RetireCommand command) {
    return switch (command) {
      case DrainRunner c ->
          new Retirement(c.runner(), c.pool(), c.reason(), false, false, c.decision(), c.at());
      case TerminateRunner c ->
          new Retirement(c.runner(), c.pool(), c.reason(), true, false, c.decision(), c.at());
    };
  }

  /**
   * Whether a machine that has a job after all is to stay, for it is no longer what was decided.
   */
  public boolean sparesBusy() {
    return !force
        && switch (reason) {
          case IDLE, NEVER_REGISTERED, RECALLED -> true;
          case MAX_JOBS,
              MAX_LIFETIME,
              LIMIT_LOWERED,
              DRIFT,
              POOL_CLOSED,
              INTERRUPTED,
              ORPHAN,
              OPERATOR ->
              false;
        };
  }

  /** Both orders in one: the less sparing reason, and every right that either of them gives. */
  Retirement and(Retirement other) {
    boolean takesOther =
        (sparesBusy() && !other.sparesBusy())
            || (other.force && !force)
            || (other.deadline != null && deadline == null);
    Retirement base = takesOther ? other : this;
    return new Retirement(
        runner,
        pool,
        base.reason,
        unregisteredToo || other.unregisteredToo,
        force || other.force,
        base.decision,
        orderedAt,
        earlier(deadline, other.deadline));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** Whether AWS has taken the machine by then, by its own word. */
  boolean overdue(Instant now) {
    return deadline != null && !now.isBefore(deadline);
  }

  /** Whether the order was given after the other, and is not the same one again. */
  boolean newerThan(Retirement other) {
    return orderedAt.isAfter(other.orderedAt) && !decision.equals(other.decision);
  }
}
