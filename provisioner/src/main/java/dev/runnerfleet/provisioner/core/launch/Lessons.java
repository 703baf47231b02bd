package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.offering.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What not to ask for again soon, as AWS's errors teach.
 *
 * @param region the one that was called
 * @param market the one that was asked for
 */
record Lessons(String region, Offering.Market market, Instant now) {

  /** Each lesson once; where two say the same of one thing, the one that lasts longer. */
  List<Closure> of(List<FleetReply.Shortfall> errors) {
    Map<String, Closure> byKey = new LinkedHashMap<>();
    errors.stream()
        .flatMap(this::of)
        .forEach(
            closure ->
                byKey.merge(
                    closure.key(),
                    closure,
                    (one, other) -> one.until().isBefore(other.until()) ? other : one));
    return List.copyOf(byKey.values());
  }

  private Stream<Closure> of(FleetReply.Shortfall error) {
    Place place = error.place();
    return switch (Refusals.of(error.code(), Refusals.OK)) {
      case Refusal.NoCapacity(String code, Refusal.Scope scope, Duration time) ->
          switch (scope) {
            case OFFERING -> offering(place, code, time);
            case SUBNET -> one(Closure.ANY_TYPE, place.subnet(), code, time);
          };
      case Refusal.Quota(String code, Refusal.Extent extent, Duration time) ->
          switch (extent) {
            case TYPE -> one(place.instanceType(), region, code, time);
            case FAMILIES -> one(Closure.quotaGroupOf(place.instanceType()), region, code, time);
            case MARKET -> one(Closure.ANY_TYPE, region, code, time);
            case ALL ->
                Arrays.stream(Offering.Market.values())
                    .map(each -> new Closure(Closure.ANY_TYPE, region, each, code, now.plus(time)));
          };
      // One type that the settings do not fit should not stop the others.
      case Refusal.BadConfiguration(String code) -> offering(place, code, Refusals.LONG);
      case Refusal.Throttled throttled -> Stream.empty();
      case Refusal.Transient transientOne -> Stream.empty();
      case Refusal.AlreadyDone done -> Stream.empty();
      case Refusal.StaleToken stale -> Stream.empty();
      case Refusal.MissingTemplate missing -> Stream.empty();
    };
  }

  private Stream<Closure> offering(Place place, String code, Duration time) {
    return one(
        place.instanceType(), place.zone().isEmpty() ? place.subnet() : place.zone(), code, time);
  }

  private Stream<Closure> one(String type, String where, String code, Duration time) {
    return type.isEmpty() || where.isEmpty()
        ? Stream.empty()
        : Stream.of(new Closure(type, where, market, code, now.plus(time)));
  }
}
