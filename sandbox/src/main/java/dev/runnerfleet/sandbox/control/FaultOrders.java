package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.fault.FaultKind;
import dev.runnerfleet.sandbox.core.fault.FaultKind.FailBoots.Trouble;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver.Channel;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver.Mishap;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Reclaim.Manner;
import dev.runnerfleet.sandbox.core.fault.FaultOrder;
import dev.runnerfleet.sandbox.core.fault.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what is to go wrong, and when. */
final class FaultOrders {
  private static final Duration SOME_SECONDS = Duration.ofSeconds(30);
  private static final long MOST_STRIKES = 1_000_000_000;
  private static final int MOST_COPIES = 100;

  private static final Map<String, Function<Fields, FaultKind>> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "throttle-api", f -> new FaultKind.ThrottleApi(f.texts("actions"), share(f))),
              Map.entry("fail-api", FaultOrders::failApi),
              Map.entry(
                  "stall-api", f -> new FaultKind.StallApi(f.texts("actions"), share(f), by(f))),
              Map.entry("spoil-listings", FaultOrders::spoilListings),
              Map.entry("fail-offering", FaultOrders::failOffering),
              Map.entry("run-dry", f -> new FaultKind.RunDry(offerings(f))),
              Map.entry("reclaim", FaultOrders::reclaim),
              Map.entry("fail-boots", FaultOrders::failBoots),
              Map.entry("lose-webhooks", f -> lose(f, Channel.WEBHOOKS)),
              Map.entry("duplicate-webhooks", f -> duplicate(f, Channel.WEBHOOKS)),
              Map.entry("delay-webhooks", f -> late(f, Channel.WEBHOOKS, Mishap.DELAY)),
              Map.entry("reorder-webhooks", f -> late(f, Channel.WEBHOOKS, Mishap.REORDER)),
              Map.entry("lose-messages", f -> lose(f, Channel.MESSAGES)),
              Map.entry("duplicate-messages", f -> duplicate(f, Channel.MESSAGES)),
              Map.entry("delay-messages", f -> late(f, Channel.MESSAGES, Mishap.DELAY)),
              Map.entry("reorder-messages", f -> late(f, Channel.MESSAGES, Mishap.REORDER)),
              Map.entry("fail-gitlab", FaultOrders::failGitLab),
              Map.entry(
                  "slow-gitlab",
                  f ->
                      new FaultKind.SlowGitLab(
                          f.texts("methods"), f.texts("paths"), share(f), by(f))),
              Map.entry("skew-clock", FaultOrders::skewClock),
              Map.entry("freeze-machines", f -> new FaultKind.Freeze(machines(f), share(f)))));

  private FaultOrders() {}

  /**
   * An order, of which every kind has {@code start}, {@code length}, {@code count}, {@code seed}.
   */
  static FaultOrder read(Fields fields) {
    String name = fields.text("kind").orElse("");
    var kind = KINDS.get(name);
    if (kind == null) {
      throw fields.invalid("kind", "one of " + KINDS.keySet());
    }
    return new FaultOrder(
        name,
        kind.apply(fields),
        fields.duration("start").orElse(Duration.ZERO),
        fields.duration("length").orElse(null),
        fields.number("count", 1, MOST_STRIKES).orElse(null),
        fields.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L));
  }

  private static double share(Fields fields) {
    return fields.decimal("share", 0, 1).orElse(1.0);
  }

  private static Duration by(Fields fields) {
    return fields.duration("by").orElse(SOME_SECONDS);
  }

  private static Target offerings(Fields fields) {
    return target(fields, List.of());
  }

  private static Target machines(Fields fields) {
    return target(fields, fields.texts("instances"));
  }

  private static Target target(Fields fields, List<String> instances) {
    List<String> markets = fields.texts("markets");
    if (!List.of("spot", "on-demand").containsAll(markets)) {
      throw fields.invalid("markets", "a list of spot and on-demand");
    }
    return new Target(instances, fields.texts("types"), fields.texts("zones"), markets);
  }

  private static FaultKind failApi(Fields fields) {
    return new FaultKind.FailApi(
        fields.texts("actions"),
        share(fields),
        Math.toIntExact(fields.number("status", 400, 599).orElse(500L)),
        fields.text("code").orElse("InternalError"),
        fields.text("message").orElse("An internal error has occurred"));
  }

  private static FaultKind spoilListings(Fields fields) {
    return new FaultKind.SpoilListings(
        choice(fields, "flaw", FaultKind.SpoilListings.Flaw.EMPTY), share(fields), by(fields));
  }

  private static FaultKind failOffering(Fields fields) {
    return new FaultKind.FailOffering(
        offerings(fields),
        share(fields),
        fields.text("code").orElse("RequestLimitExceeded"),
        fields.text("message").orElse("Request limit exceeded."));
  }

  private static FaultKind reclaim(Fields fields) {
    return new FaultKind.Reclaim(
        machines(fields),
        share(fields),
        choice(fields, "manner", Manner.INTERRUPT),
        fields.duration("lead").orElse(Duration.ZERO));
  }

  private static FaultKind failBoots(Fields fields) {
    return new FaultKind.FailBoots(
        offerings(fields),
        share(fields),
        choice(fields, "trouble", Trouble.NEVER_ENROLS),
        by(fields));
  }

  private static List<String> projects(Fields fields, Channel channel) {
    return switch (channel) {
      case WEBHOOKS -> fields.texts("projects");
      case MESSAGES -> List.of();
    };
  }

  private static FaultKind lose(Fields fields, Channel channel) {
    return new Misdeliver(
        channel,
        Mishap.LOSE,
        fields.texts("events"),
        projects(fields, channel),
        share(fields),
        0,
        Duration.ZERO);
  }

  private static FaultKind duplicate(Fields fields, Channel channel) {
    int times = Math.toIntExact(fields.number("times", 1, MOST_COPIES).orElse(1L));
    return new Misdeliver(
        channel,
        Mishap.DUPLICATE,
        fields.texts("events"),
        projects(fields, channel),
        share(fields),
        times,
        Duration.ZERO);
  }

  private static FaultKind late(Fields fields, Channel channel, Mishap mishap) {
    return new Misdeliver(
        channel,
        mishap,
        fields.texts("events"),
        projects(fields, channel),
        share(fields),
        0,
        by(fields));
  }

  private static FaultKind failGitLab(Fields fields) {
    return new FaultKind.FailGitLab(
        fields.texts("methods"),
        fields.texts("paths"),
        share(fields),
        Math.toIntExact(fields.number("status", 400, 599).orElse(500L)));
  }

  private static FaultKind skewClock(Fields fields) {
    Duration by =
        fields
            .signedDuration("by")
            .orElseThrow(() -> fields.invalid("by", "an ISO 8601 duration such as PT5M or -PT5M"));
    return new FaultKind.SkewClock(machines(fields), share(fields), by);
  }

  private static <E extends Enum<E>> E choice(Fields fields, String field, E unlessSaid) {
    return fields
        .text(field)
        .map(text -> named(fields, field, text, unlessSaid.getDeclaringClass()))
        .orElse(unlessSaid);
  }

  private static <E extends Enum<E>> E named(
      Fields fields, String field, String text, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> wireName(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                fields.invalid(
                    field,
                    "one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(FaultOrders::wireName)
                            .toList()));
  }

  static String wireName(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
