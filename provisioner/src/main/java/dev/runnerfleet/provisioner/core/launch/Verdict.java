package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.offering.Closure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What follows from a call's outcome. */
public sealed interface Verdict {

  /**
   * The call is over.
   *
   * @param launched which machine each runner got
   * @param surplus machines that nobody asked for; they are to be terminated
   * @param closures what not to ask for again soon
   * @param leftovers the runners without a machine
   * @param afterwards what becomes of those
   */
  record Settled(
      Map<RunnerId, FleetReply.Machine> launched,
      List<InstanceId> surplus,
      List<Closure> closures,
      List<RunnerId> leftovers,
      Afterwards afterwards)
      implements Verdict {
    public Settled {
      launched = Map.copyOf(launched);
      surplus = List.copyOf(surplus);
      closures = List.copyOf(closures);
      leftovers = List.copyOf(leftovers);
    }
  }

  /** The same call, with the same token, after a wait or once a bucket's token is there. */
  record SameCallLater(Duration delay) implements Verdict {}

  /** The same call with a new token. */
  record NewToken() implements Verdict {}

  /** What becomes of runners that got no machine. */
  sealed interface Afterwards {

    /** They go into the next call, after a wait. */
    record Again(Duration delay) implements Afterwards {}

    /** They never get one. */
    record Fail(LaunchFailed.Reason reason, String detail) implements Afterwards {}
  }
}
