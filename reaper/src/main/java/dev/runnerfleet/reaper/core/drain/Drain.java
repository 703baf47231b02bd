package dev.runnerfleet.reaper.core.drain;

import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Beginning.Ordered;
import dev.runnerfleet.reaper.core.drain.Beginning.Requested;
import dev.runnerfleet.reaper.core.drain.Beginning.SearchedOnce;
import dev.runnerfleet.reaper.core.drain.Beginning.Searching;
import dev.runnerfleet.reaper.core.drain.Ending.Terminated;
import dev.runnerfleet.reaper.core.drain.Ending.Unregistered;
import dev.runnerfleet.reaper.core.drain.Observation.JobsLeft;
import dev.runnerfleet.reaper.core.drain.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.drain.Staying.Keeping;
import dev.runnerfleet.reaper.core.drain.Staying.Kept;
import dev.runnerfleet.reaper.core.drain.Waiting.Leaving;
import dev.runnerfleet.reaper.core.drain.Waiting.Overdue;
import dev.runnerfleet.reaper.core.drain.Waiting.Paused;
import dev.runnerfleet.reaper.core.drain.Waiting.SeenIdleOnce;
import dev.runnerfleet.reaper.core.drain.Waiting.SeenIdleTwice;
import dev.runnerfleet.reaper.core.drain.Waiting.Settling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The way of a machine out of the fleet: see that nobody protects it, pause its runner, see twice,
 * a grace apart, that it runs no job, see that still nobody protects it, delete the runner,
 * terminate the instance, see that it is gone. Each state names the one call to make, and what was
 * observed leads to the next; a call that told nothing leads nowhere, so that a failed listing
 * never ends in a termination. A state can be saved and taken up again at any point, as every call
 * may be repeated.
 *
 * <p>The {@code default} of a state's switch is the rule itself: what a state does not name changes
 * nothing but the time of the next try.
 */
public sealed interface Drain permits Beginning, Waiting, Ending, Staying {

  /** Before the next try of a call that failed. */
  Duration RETRY = Duration.ofSeconds(2);

  /** Between two looks at a runner whose job is waited for. */
  Duration JOB_POLL = Duration.ofSeconds(3);

  /** Between two looks at what becomes known of a machine; its events wake the drain earlier. */
  Duration AWAIT_POLL = Duration.ofSeconds(5);

  /** Between two looks at an instance that shuts down. */
  Duration CONFIRM_POLL = Duration.ofSeconds(1);

  /** After this long an instance that is still up is told again to terminate. */
  Duration TERMINATE_AGAIN = Duration.ofSeconds(30);

  /** For this long after a launch EC2 may not know an instance of its own. */
  Duration EVENTUALLY_CONSISTENT = Duration.ofMinutes(2);

  Retirement retirement();

  /** The call to make now. */
  Action action(Machine machine);

  /** What follows from what the call told. */
  Step next(Observation seen, Machine machine, Duration grace, Instant now);

  /** The same state under another order. */
  Drain under(Retirement order);

  /** A machine that AWS takes needs no permission to go, and no time to lose on asking. */
  static Drain of(Retirement order) {
    return order.deadline() == null ? new Ordered(order) : new Requested(order);
  }

  /** A machine that is known to be gone: only its runner and its record are left to tidy up. */
  static Drain ofLost(Retirement order, Machine machine) {
    return machine.registered() ? new Settling(order) : new Unregistered(order);
  }

  /** Takes a further order for the same machine; an order that came before changes nothing. */
  default Drain ordered(Retirement order) {
    return switch (this) {
      case Kept kept -> order.newerThan(kept.retirement()) ? Drain.of(order) : kept;
      case Settling _, SeenIdleTwice _, Ending _ -> this;
      case Keeping keeping -> {
        Retirement both = keeping.retirement().and(order);
        yield both.sparesBusy() ? keeping : new Requested(both);
      }
      case Ordered ordered -> {
        Retirement both = ordered.retirement().and(order);
        yield both.deadline() == null ? ordered.under(both) : new Requested(both);
      }
      case Requested _,
          Searching _,
          SearchedOnce _,
          Paused _,
          SeenIdleOnce _,
          Leaving _,
          Overdue _ -> {
        Retirement both = retirement().and(order);
        yield both.force() && !retirement().force() ? new Ordered(both) : under(both);
      }
    };
  }

  /** The machine has another GitLab runner than was known: what was seen of the old one is void. */
  default Drain registeredAnew() {
    return switch (this) {
      case Ordered ordered -> ordered;
      case Requested _,
          Searching _,
          SearchedOnce _,
          Paused _,
          SeenIdleOnce _,
          Leaving _,
          SeenIdleTwice _,
          Overdue _,
          Keeping _ ->
          new Requested(retirement());
      case Settling _, Ending _, Kept _ -> this;
    };
  }

  /** Whether the decision has fallen: the machine will be, or was, terminated. */
  default boolean committed() {
    return switch (this) {
      case Settling _, SeenIdleTwice _, Ending _ -> true;
      case Beginning _, Paused _, SeenIdleOnce _, Leaving _, Overdue _, Staying _ -> false;
    };
  }

  default boolean ended() {
    return this instanceof Terminated || this instanceof Kept;
  }

  /** The jobs that lose their machine, of those that were seen: somebody has to settle them. */
  default List<JobOnRunner> bereft(Observation seen) {
    return switch (seen) {
      case JobsLeft left -> left.jobs();
      case JobsRunning running when retirement().deadline() != null -> running.jobs();
      default -> List.of();
    };
  }

  /** The same state once more, after a wait. */
  static Step again(Drain same, Duration wait) {
    return Step.to(same).after(wait);
  }
}
