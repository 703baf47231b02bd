package dev.runnerfleet.scaler.pools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import dev.runnerfleet.scaler.core.schedule.CronPeriod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads a pool in the form of the pool file, from YAML or JSON. Everything that is wrong is an
 * {@link InvalidValueException} with the field's path.
 */
public final class PoolReader {

  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
  private static final Set<String> POOL =
      Set.of(
          "name",
          "region",
          "gitlab",
          "match",
          "machine",
          "market",
          "capacity",
          "schedules",
          "budget",
          "retry-interrupted-jobs",
          "look-ahead");

  private PoolReader() {}

  /** The pool at a path of a document, as its first revision. */
  static PoolSpec read(String path, JsonNode node) {
    Section pool = Section.of(path, node, POOL);
    PoolName name =
        checked(
            pool.at("name"),
            () -> new PoolName(pool.required("name", pool.text("name", "a name"), "a name")));
    return read(name, pool);
  }

  /** The pool of a name that is known from elsewhere; the document may repeat it. */
  public static PoolSpec read(PoolName name, JsonNode node) {
    Section pool = Section.of("", node, POOL);
    pool.text("name", "a name")
        .filter(given -> !given.equals(name.value()))
        .ifPresent(
            given -> {
              throw pool.wrong("name", name + ", as in the path");
            });
    return read(name, pool);
  }

  private static PoolSpec read(PoolName name, Section pool) {
    return new PoolSpec(
        name,
        1,
        region(pool),
        gitlab(pool),
        match(pool),
        machine(pool),
        market(pool),
        capacity(pool),
        pool.list("schedules", "a list of schedules", PoolReader::schedule),
        budget(pool),
        pool.bool("retry-interrupted-jobs").orElse(false),
        lookAhead(pool));
  }

  private static String region(Section pool) {
    String expected = "an AWS region, such as us-east-1";
    String region = pool.required("region", pool.text("region", expected), expected);
    if (!REGION.matcher(region).matches()) {
      throw pool.wrong("region", expected);
    }
    return region;
  }

  private static RegistrationScope gitlab(Section pool) {
    Section gitlab = pool.section("gitlab", Set.of("scope", "id"));
    RegistrationScope.Kind scope =
        gitlab.required(
            "scope",
            gitlab.choice("scope", RegistrationScope.Kind.class),
            "one of instance, group, project");
    Optional<Long> id = gitlab.id("id");
    return checked(gitlab.at("id"), () -> new RegistrationScope(scope, id.orElse(null)));
  }

  private static Match match(Section pool) {
    Section match = pool.section("match", Set.of("tags", "run-untagged", "protected-only"));
    List<String> tags = match.texts("tags", "a tag");
    boolean untagged = match.bool("run-untagged").orElse(false);
    boolean protectedOnly = match.bool("protected-only").orElse(false);
    return checked(match.at("tags"), () -> new Match(Set.copyOf(tags), untagged, protectedOnly));
  }

  private static Machine machine(Section pool) {
    Section machine =
        pool.section(
            "machine",
            Set.of(
                "executor",
                "image",
                "instance-types",
                "subnets",
                "security-groups",
                "instance-profile",
                "disk-gib"));
    String image = "an AMI id or resolve:ssm: and a parameter";
    return new Machine(
        machine.choice("executor", Machine.Executor.class).orElse(Machine.Executor.DOCKER),
        machine.required("image", machine.text("image", image), image),
        atLeastOne(machine, "instance-types", "an instance type"),
        atLeastOne(machine, "subnets", "a subnet id"),
        machine.texts("security-groups", "a security group id"),
        machine.text("instance-profile", "an IAM instance profile's name").orElse(null),
        disk(machine));
  }

  private static List<String> atLeastOne(Section section, String key, String what) {
    List<String> values = section.texts(key, what);
    if (values.isEmpty()) {
      throw new InvalidValueException(
          section.at(key), section.has(key) ? "[]" : "absent", "a list with at least " + what);
    }
    return values;
  }

  private static int disk(Section machine) {
    int disk = machine.number("disk-gib", 1).orElse(50);
    if (disk > 16_384) {
      throw machine.wrong("disk-gib", "1 to 16384");
    }
    return disk;
  }

  private static Market market(Section pool) {
    Section market = pool.section("market", Set.of("spot", "on-demand-fallback"));
    return new Market(
        market.choice("spot", Market.Spot.class).orElse(Market.Spot.PREFERRED),
        market.bool("on-demand-fallback").orElse(true));
  }

  private static Capacity capacity(Section pool) {
    Section capacity =
        pool.section(
            "capacity",
            Set.of(
                "slots-per-runner",
                "max-runners",
                "idle",
                "idle-time",
                "max-jobs-per-runner",
                "max-growth",
                "max-lifetime"));
    return new Capacity(
        capacity.number("slots-per-runner", 1).orElse(1),
        capacity.required(
            "max-runners", capacity.number("max-runners", 0), "a whole number from 0"),
        capacity.number("idle", 0).orElse(0),
        capacity.duration("idle-time").orElse(Duration.ofMinutes(30)),
        capacity.number("max-jobs-per-runner", 0).orElse(0),
        capacity.number("max-growth", 0).orElse(0),
        capacity.duration("max-lifetime").orElse(Duration.ofHours(24)));
  }

  private static Schedule schedule(Section item) {
    Section schedule =
        Section.of(
            item.path(),
            item.node(),
            Set.of("periods", "timezone", "idle", "idle-time", "max-runners"));
    List<String> periods = atLeastOne(schedule, "periods", "a seven-field cron expression");
    for (int i = 0; i < periods.size(); i++) {
      String period = periods.get(i);
      checked(schedule.at("periods[" + i + "]"), () -> CronPeriod.parse(period));
    }
    return new Schedule(
        periods,
        timezone(schedule),
        schedule.number("idle", 0).orElse(null),
        schedule.duration("idle-time").orElse(null),
        schedule.number("max-runners", 0).orElse(null));
  }

  private static ZoneId timezone(Section schedule) {
    String expected = "a time zone such as UTC or Europe/Berlin";
    try {
      return ZoneId.of(schedule.text("timezone", expected).orElse("UTC"));
    } catch (DateTimeException e) {
      throw schedule.wrong("timezone", expected);
    }
  }

  private static Budget budget(Section pool) {
    Section budget = pool.section("budget", Set.of("per-hour", "per-day"));
    return new Budget(budget.money("per-hour").orElse(null), budget.money("per-day").orElse(null));
  }

  private static LookAhead lookAhead(Section pool) {
    if (!pool.has("look-ahead")) {
      return LookAhead.AUTO;
    }
    if (pool.get("look-ahead").isObject()) {
      Section tuned = pool.section("look-ahead", Set.of("surety", "share-of-max"));
      return new LookAhead(
          LookAhead.Mode.TUNED,
          tuned.share("surety").orElse(LookAhead.AUTO.surety()),
          tuned.share("share-of-max").orElse(LookAhead.AUTO.shareOfMax()));
    }
    return switch (pool.get("look-ahead").asText()) {
      case "auto" -> LookAhead.AUTO;
      case "off", "false" -> LookAhead.OFF;
      default -> throw pool.wrong("look-ahead", "off, auto, or a mapping of surety, share-of-max");
    };
  }

  private static <T> T checked(String path, Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidValueException e) {
      throw e.field().equals(path) ? e : e.at(path);
    }
  }
}
