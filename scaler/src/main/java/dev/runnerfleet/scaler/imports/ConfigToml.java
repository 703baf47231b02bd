package dev.runnerfleet.scaler.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.imports.entry.Draft;
import dev.runnerfleet.scaler.imports.entry.Keys;
import dev.runnerfleet.scaler.imports.entry.Periods;
import dev.runnerfleet.scaler.imports.entry.Refusal;
import dev.runnerfleet.scaler.imports.entry.RefusedEntry;
import dev.runnerfleet.scaler.imports.entry.RunnerEntry;
import dev.runnerfleet.scaler.imports.entry.Warning;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/** Reads GitLab Runner's config.toml (GitLab's page "Advanced configuration"). */
public final class ConfigToml {

  private static final String MANAGER =
      "ignored: a setting of the runner manager, which there is none of";
  private static final Map<String, String> IGNORED =
      Map.ofEntries(
          Map.entry(
              "check_interval", "ignored: the queue is heard of by webhooks, and polled beside"),
          Map.entry("log_level", MANAGER),
          Map.entry("log_format", MANAGER),
          Map.entry("listen_address", "ignored: every service has its metrics under /q/metrics"),
          Map.entry("sentry_dsn", "a secret: neither stored nor shown; " + MANAGER),
          Map.entry("connection_max_age", MANAGER),
          Map.entry("shutdown_timeout", MANAGER),
          Map.entry("user", MANAGER),
          Map.entry(
              "session_server", "ignored: interactive web terminals need a manager to go through"),
          Map.entry("experimental", MANAGER),
          Map.entry(
              "machine", "ignored: machines are drained before they go, whoever asks for it"));

  private final Settings settings;
  private final Periods periods;
  private final List<Warning> warnings = new ArrayList<>();
  private final List<ImportedPool> pools = new ArrayList<>();
  private final List<Refusal> refused = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ConfigToml(Settings settings, ZoneId local) {
    this.settings = settings;
    this.periods = new Periods(local);
  }

  /**
   * Reads a file.
   *
   * @param settings pool keys for all its pools
   * @param local what the file's time zone Local is taken for
   * @throws InvalidValueException with line and column where it is no TOML, and when a pool key of
   *     {@code settings} or of {@code [runners.runnerfleet]} cannot be taken
   */
  public static Import read(String toml, Settings settings, ZoneId local) {
    TomlParseResult parsed = Toml.parse(toml);
    if (parsed.hasErrors()) {
      TomlPosition at = parsed.errors().getFirst().position();
      // What the parser says may repeat a secret: the place has to do.
      throw new InvalidValueException(
              "document",
              new Broken(at.line(), at.column()),
              "well-formed TOML, as GitLab Runner's config.toml is")
          .onLine(at.line());
    }
    return new ConfigToml(settings, local).read(parsed);
  }

  private Import read(TomlParseResult parsed) {
    Keys file = new Keys("", parsed, 1, warnings);
    try {
      return read(file);
    } catch (RefusedEntry e) {
      Refusal why = e.of("");
      throw InvalidValueException.withheld("document", why.reason()).onLine(why.line());
    }
  }

  private Import read(Keys file) {
    int concurrent = Math.max(1, file.number("concurrent")); // without it, GitLab Runner takes 1
    for (Keys entry : file.tables("runners")) {
      read(entry, concurrent);
    }
    Optional<FleetLimits> fleet = fleet(file, concurrent);
    file.ignore(IGNORED);
    warnings.sort(Comparator.comparingInt(Warning::line));
    return new Import(fleet, pools, refused, warnings);
  }

  private void read(Keys entry, int concurrent) {
    String title = entry.text("name").orElse("");
    String name = poolName(title);
    int before = warnings.size();
    try {
      Draft draft = new Draft(name);
      ObjectNode own = new RunnerEntry(periods).read(entry, name, concurrent, draft);
      ObjectNode document = draft.document();
      settings.over(document);
      Draft.merge(document, own);
      pools.add(Completion.of(document, draft.wanted()));
    } catch (RefusedEntry e) {
      warnings.subList(before, warnings.size()).clear(); // they tell of a pool that is not made
      refused.add(e.of(title));
    }
  }

  /** A pool's name from an entry's, of the letters that one may have, and of its own. */
  private String poolName(String title) {
    String plain =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String base = plain.isEmpty() ? "runners" : plain.substring(0, Math.min(55, plain.length()));
    base = base.replaceAll("-+$", "");
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  private Optional<FleetLimits> fleet(Keys file, int concurrent) {
    int slots =
        pools.stream()
            .mapToInt(pool -> pool.document().path("capacity").path("slots-per-runner").asInt(1))
            .min()
            .orElse(1);
    if (pools.isEmpty()) {
      return Optional.empty();
    }
    int machines = Math.ceilDiv(concurrent, slots);
    file.warn(
        "concurrent",
        "%s jobs at a time become fleet.max-runners %d, which counts machines: idle ones too"
            .formatted(file.has("concurrent") ? concurrent : "GitLab Runner's 1", machines));
    return Optional.of(new FleetLimits(machines, Budget.NONE));
  }

  /** Where the file ceases to be TOML. */
  private record Broken(int line, int column) {
    @Override
    public String toString() {
      return "broken at line %d, column %d".formatted(line, column);
    }
  }
}
