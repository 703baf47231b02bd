package dev.runnerfleet.scaler.documents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
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
          "priority",
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
    Capacity capacity = CapacityReader.capacity(pool);
    List<Schedule> schedules =
        pool.list(
            "schedules", "a list of schedules", item -> CapacityReader.schedule(item, capacity));
    return new PoolSpec(
        name,
        1,
        region(pool),
        gitlab(pool),
        match(pool),
        MachineReader.read(pool),
        market(pool),
        capacity,
        schedules,
        budget(pool),
        pool.bool("retry-interrupted-jobs").orElse(false),
        lookAhead(pool),
        pool.whole("priority").orElse(0));
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
    if (scope != RegistrationScope.Kind.INSTANCE) {
      gitlab.required(
          "id", id, "the id of the group or project that the runners are registered in");
    }
    return checked(gitlab.at("id"), () -> new RegistrationScope(scope, id.orElse(null)));
  }

  private static Match match(Section pool) {
    Section match = pool.section("match", Set.of("tags", "run-untagged", "protected-only"));
    List<String> tags = match.texts("tags", "a tag");
    boolean untagged = match.bool("run-untagged").orElse(false);
    boolean protectedOnly = match.bool("protected-only").orElse(false);
    return checked(match.at("tags"), () -> new Match(Set.copyOf(tags), untagged, protectedOnly));
  }

  private static Market market(Section pool) {
    Section market =
        pool.section("market", Set.of("spot", "on-demand-fallback", "on-demand-base", "max-price"));
    return new Market(
        market.choice("spot", Market.Spot.class).orElse(Market.Spot.PREFERRED),
        market.bool("on-demand-fallback").orElse(true),
        market.number("on-demand-base", 0).orElse(0),
        market.money("max-price").orElse(null));
  }

  static Budget budget(Section around) {
    Section budget = around.section("budget", Set.of("per-hour", "per-day"));
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

  /** A part of a pool whose own rules name their field from the pool on. */
  static <T> T checkedPart(Section pool, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidValueException e) {
      String path = pool.at("");
      throw e.field().startsWith(path) ? e : e.at(path + e.field());
    }
  }

  static <T> T checked(String path, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidValueException e) {
      throw e.at(path);
    }
  }
}
