package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.launch.Verdict.Afterwards;
import dev.runnerfleet.provisioner.core.offering.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what follows from AWS's answer to a CreateFleet call. */
public final class Verdicts {

  private Verdicts() {}

  /**
   * The call that is judged.
   *
   * @param runners who it was made for
   * @param asked what it asked for
   * @param backOff how long to wait where nothing was learnt
   */
  public record Called(
      List<RunnerId> runners,
      Offering.Market market,
      String region,
      List<Place> asked,
      Duration backOff) {
    public Called {
      runners = List.copyOf(runners);
      asked = List.copyOf(asked);
    }
  }

  /** After an answer: machines are given to runners one to one, errors are learnt from. */
  public static Verdict.Settled afterReply(Called call, FleetReply reply, Instant now) {
    List<RunnerId> runners = call.runners();
    Map<RunnerId, FleetReply.Machine> launched = new LinkedHashMap<>();
    List<InstanceId> surplus = new ArrayList<>();
    for (FleetReply.Machine machine : reply.machines()) {
      if (launched.size() < runners.size()) {
        launched.put(runners.get(launched.size()), machine);
      } else {
        surplus.add(machine.instance());
      }
    }
    List<RunnerId> leftovers = runners.subList(launched.size(), runners.size());
    List<Closure> closures =
        new Lessons(call.region(), call.market(), now).of(shortfalls(call, reply));
    return new Verdict.Settled(
        launched, surplus, closures, leftovers, afterwards(reply, closures, call.backOff()));
  }

  /** After a call that AWS refused as a whole. */
  public static Verdict afterRefusal(Called call, Refusal refusal, Instant now) {
    return switch (refusal) {
      case Refusal.Throttled throttled -> new Verdict.SameCallLater(Duration.ZERO);
      case Refusal.Transient transientOne -> new Verdict.SameCallLater(call.backOff());
      case Refusal.StaleToken stale -> new Verdict.NewToken();
      case Refusal.MissingTemplate missing ->
          none(call, List.of(), new Afterwards.Again(Duration.ZERO));
      case Refusal.BadConfiguration bad ->
          none(
              call,
              List.of(),
              new Afterwards.Fail(LaunchFailed.Reason.BAD_CONFIGURATION, bad.code()));
      case Refusal.NoCapacity noCapacity -> closed(call, refusal, now);
      case Refusal.Quota quota -> closed(call, refusal, now);
      case Refusal.AlreadyDone done -> none(call, List.of(), new Afterwards.Again(call.backOff()));
    };
  }

  /** An error that names no place is about all that was asked for, unless some of it was had. */
  private static List<FleetReply.Shortfall> shortfalls(Called call, FleetReply reply) {
    List<FleetReply.Shortfall> all = new ArrayList<>();
    for (FleetReply.Shortfall error : reply.errors()) {
      if (!error.place().instanceType().isEmpty()) {
        all.add(error);
      } else if (reply.machines().isEmpty()) {
        call.asked().forEach(place -> all.add(new FleetReply.Shortfall(error.code(), place)));
      }
    }
    return all;
  }

  private static Verdict.Settled closed(Called call, Refusal refusal, Instant now) {
    List<FleetReply.Shortfall> errors =
        call.asked().stream()
            .map(place -> new FleetReply.Shortfall(refusal.code(), place))
            .toList();
    return none(
        call,
        new Lessons(call.region(), call.market(), now).of(errors),
        new Afterwards.Again(Duration.ZERO));
  }

  private static Verdict.Settled none(Called call, List<Closure> closures, Afterwards afterwards) {
    return new Verdict.Settled(Map.of(), List.of(), closures, call.runners(), afterwards);
  }

  private static Afterwards afterwards(FleetReply reply, List<Closure> closures, Duration backOff) {
    List<Refusal> refusals =
        reply.errors().stream().map(error -> Refusals.of(error.code(), Refusals.OK)).toList();
    boolean allBad =
        !refusals.isEmpty()
            && refusals.stream().allMatch(refusal -> refusal instanceof Refusal.BadConfiguration);
    if (allBad && reply.machines().isEmpty()) {
      return new Afterwards.Fail(LaunchFailed.Reason.BAD_CONFIGURATION, refusals.getFirst().code());
    }
    // Without anything learnt the next call would be the same one: let some time pass.
    return new Afterwards.Again(closures.isEmpty() ? backOff : Duration.ZERO);
  }
}
