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
import java.util.Optional;

/** Draws what follows from AWS's answer to a CreateFleet call. */
public final class Verdicts {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private Verdicts() {}

  /**
   * After an answer: machines are given to runners one to one, errors are learnt from.
   *
   * @param runners who the call was made for
   * @param tries how often these runners went without a machine before
   */
  public static Verdict.Settled afterReply(
      List<RunnerId> runners, Offering.Market market, FleetReply reply, int tries, Instant now) {
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
    List<Closure> closures = closures(market, reply.errors(), now);
    return new Verdict.Settled(
        launched, surplus, closures, leftovers, afterwards(reply, closures, tries));
  }

  /**
   * After a call that AWS refused as a whole.
   *
   * @param asked what it asked for
   * @param tries how often the call was made before
   */
  public static Verdict afterRefusal(
      List<RunnerId> runners,
      Offering.Market market,
      List<Place> asked,
      Refusal refusal,
      int tries,
      Instant now) {
    return switch (refusal) {
      case Refusal.Throttled throttled -> new Verdict.SameCallLater(Duration.ZERO);
      case Refusal.Transient transientOne -> new Verdict.SameCallLater(backOff(tries));
      case Refusal.StaleToken stale -> new Verdict.NewToken();
      case Refusal.MissingTemplate missing ->
          none(runners, List.of(), new Afterwards.Again(Duration.ZERO));
      case Refusal.BadConfiguration bad ->
          none(
              runners,
              List.of(),
              new Afterwards.Fail(LaunchFailed.Reason.BAD_CONFIGURATION, bad.code()));
      case Refusal.NoCapacity noCapacity -> closed(runners, market, asked, refusal, now);
      case Refusal.Quota quota -> closed(runners, market, asked, refusal, now);
      case Refusal.AlreadyDone done ->
          none(runners, List.of(), new Afterwards.Again(backOff(tries)));
    };
  }

  /** Doubles from one second to half a minute. */
  public static Duration backOff(int tries) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.clamp(tries, 0, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Verdict.Settled closed(
      List<RunnerId> runners,
      Offering.Market market,
      List<Place> asked,
      Refusal refusal,
      Instant now) {
    List<FleetReply.Shortfall> errors =
        asked.stream().map(place -> new FleetReply.Shortfall(refusal.code(), place)).toList();
    return none(runners, closures(market, errors, now), new Afterwards.Again(Duration.ZERO));
  }

  private static Verdict.Settled none(
      List<RunnerId> runners, List<Closure> closures, Afterwards afterwards) {
    return new Verdict.Settled(Map.of(), List.of(), closures, runners, afterwards);
  }

  private static Afterwards afterwards(FleetReply reply, List<Closure> closures, int tries) {
    List<Refusal> refusals =
        reply.errors().stream().map(error -> Refusals.of(error.code(), Refusals.OK)).toList();
    boolean allBad =
        !refusals.isEmpty()
            && refusals.stream().allMatch(refusal -> refusal instanceof Refusal.BadConfiguration);
    if (allBad && reply.machines().isEmpty()) {
      return new Afterwards.Fail(LaunchFailed.Reason.BAD_CONFIGURATION, refusals.getFirst().code());
    }
    // Without anything learnt the next call would be the same one: let some time pass.
    return new Afterwards.Again(closures.isEmpty() ? backOff(tries) : Duration.ZERO);
  }

  private static List<Closure> closures(
      Offering.Market market, List<FleetReply.Shortfall> errors, Instant now) {
    return errors.stream()
        .map(error -> closure(market, error, now))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<Closure> closure(
      Offering.Market market, FleetReply.Shortfall error, Instant now) {
    Place place = error.place();
    String type = place.instanceType();
    String where = place.zone().isEmpty() ? place.subnet() : place.zone();
    return switch (Refusals.of(error.code(), Refusals.OK)) {
      case Refusal.NoCapacity(String code, Refusal.Scope scope, Duration time) ->
          switch (scope) {
            case OFFERING -> Optional.of(new Closure(type, where, market, code, now.plus(time)));
            case SUBNET ->
                Optional.of(
                    new Closure(Closure.ANY_TYPE, place.subnet(), market, code, now.plus(time)));
          };
      case Refusal.Quota(String code, Duration time) ->
          Optional.of(new Closure(type, where, market, code, now.plus(time)));
      // One type that the settings do not fit should not stop the others.
      case Refusal.BadConfiguration(String code) ->
          Optional.of(new Closure(type, where, market, code, now.plus(Refusals.LONG)));
      case Refusal.Throttled throttled -> Optional.empty();
      case Refusal.Transient transientOne -> Optional.empty();
      case Refusal.AlreadyDone done -> Optional.empty();
      case Refusal.StaleToken stale -> Optional.empty();
      case Refusal.MissingTemplate missing -> Optional.empty();
    };
  }
}
