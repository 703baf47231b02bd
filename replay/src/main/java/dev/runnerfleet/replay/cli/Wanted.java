package dev.runnerfleet.replay.cli;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.dockermachine.Trouble;
import dev.runnerfleet.replay.dockermachine.config.ConfigReader;
import dev.runnerfleet.replay.dockermachine.config.ConfigToml;
import dev.runnerfleet.replay.fleet.Variation;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TraceFile;
import dev.runnerfleet.replay.world.Boots;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the command line asks for, with all files read.
 *
 * @param poolsYaml the pool file as it stands, for what a sweep changes in it
 */
record Wanted(
    Trace trace,
    PoolFile pools,
    String poolsYaml,
    Conditions conditions,
    Optional<ConfigToml> against,
    Trouble trouble,
    Optional<Sweep> sweep,
    Variation variation,
    Optional<Path> report,
    boolean json,
    Map<String, String> assumptions) {

  private static final Set<String> FLAGS = Set.of("--json");
  private static final Set<String> OPTIONS =
      Set.of(
          "--pools",
          "--against",
          "--restart-at",
          "--throttled",
          "--boot",
          "--spot",
          "--seed",
          "--until",
          "--round-trip",
          "--sweep",
          "--variation",
          "--report");
  private static final double SPOT_VCPUS = 20_000;

  /**
   * Reads the command line and the files that it names.
   *
   * @throws InvalidValueException naming what is wrong and what was expected
   */
  static Wanted read(List<String> words) {
    Arguments arguments = Arguments.read(words, FLAGS, OPTIONS);
    Path file = Path.of(arguments.operand("TRACE", "a CSV or JSON lines file of jobs"));
    String pools = text("--pools", arguments.required("--pools", "a pool file"));
    Boots boots = Boots.parse(arguments.text("--boot").orElse("60s"));
    Duration roundTrip = arguments.duration("--round-trip").orElse(Duration.ofMillis(200));
    long seed = arguments.number("--seed", 1);
    Trace whole = trace(file);
    Trace trace = arguments.duration("--until").map(whole::until).orElse(whole);
    if (trace.jobs().isEmpty()) {
      throw new InvalidValueException(
          "TRACE", file.toString(), "at least one job, within --until where that is given");
    }
    Optional<ConfigToml> against =
        arguments
            .text("--against")
            .map(name -> inFile(name, () -> ConfigReader.read(text("--against", name))));
    Trouble trouble = trouble(arguments);
    Optional<Path> spot = arguments.text("--spot").map(Path::of);
    Optional<Sweep> sweep = arguments.text("--sweep").map(Sweep::parse);
    PoolFile poolFile =
        inFile(arguments.required("--pools", "a pool file"), () -> PoolFile.read(pools));
    List<PoolFile> swept =
        sweep.stream()
            .flatMap(each -> each.values().stream().map(value -> each.with(value, pools)))
            .toList();
    Function<String, Catalogue> catalogue =
        catalogue(spot, types(Stream.concat(Stream.of(poolFile), swept.stream()), against));
    against.ifPresent(config -> config.requireKnown(catalogue));
    Map<String, String> assumptions = new LinkedHashMap<>();
    assumptions.put("boot", boots.toString());
    assumptions.put("round trip", roundTrip.toMillis() + " ms, to GitLab and AWS alike");
    assumptions.put(
        "billing", "by the second from the launch call, a minute at least; seed " + seed);
    assumptions.put(
        "spot", spot.map(folder -> "as recorded in " + folder).orElse("never interrupted"));
    if (against.isPresent()) {
      assumptions.put("docker+machine", assumed(against.get(), trouble));
    }
    Variation variation =
        arguments.text("--variation").map(Variation::parse).orElse(Variation.NONE);
    if (variation != Variation.NONE) {
      assumptions.put("variation", arguments.text("--variation").orElse(""));
    }
    return new Wanted(
        trace,
        poolFile,
        pools,
        new Conditions(
            boots,
            roundTrip,
            seed,
            new MarketSettings(seed, SPOT_VCPUS, spot.isPresent() ? 1 : 0),
            catalogue),
        against,
        trouble,
        sweep,
        variation,
        arguments.text("--report").map(Path::of),
        arguments.has("--json"),
        assumptions);
  }

  private static Trouble trouble(Arguments arguments) {
    for (String option : List.of("--restart-at", "--throttled")) {
      if (arguments.has(option) && !arguments.has("--against")) {
        throw InvalidValueException.missing(
            "--against", "a config.toml, which " + option + " is for");
      }
    }
    long describes = arguments.number("--throttled", 0);
    if (arguments.has("--throttled") && (describes < 1 || describes > 1000)) {
      throw new InvalidValueException(
          "--throttled", Long.toString(describes), "DescribeInstances calls per launch: 13, or 34");
    }
    return new Trouble(
        arguments.durations("--restart-at"),
        arguments.has("--throttled") ? OptionalInt.of((int) describes) : OptionalInt.empty());
  }

  private static String assumed(ConfigToml config, Trouble trouble) {
    String restarts =
        trouble.restarts().isEmpty()
            ? ""
            : "; its manager starts again after %s"
                .formatted(
                    trouble.restarts().stream()
                        .map(after -> after.toString().substring(2).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    return "%s, checks every %d s, %s%s"
        .formatted(
            config.machines(),
            config.checkInterval().toSeconds(),
            trouble.describesPerLaunch().isPresent()
                ? "AWS's buckets hold for its calls, %d DescribeInstances per launch"
                    .formatted(trouble.describesPerLaunch().getAsInt())
                : "nothing throttles its calls to AWS",
            restarts);
  }

  private static Trace trace(Path file) {
    try {
      return TraceFile.read(file);
    } catch (IOException e) {
      throw new InvalidValueException("TRACE", file.toString(), "a file that can be read");
    }
  }

  /** What is read from a file, or what cannot be taken of it, with the file's name before. */
  private static <T> T inFile(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidValueException e) {
      throw e.field().startsWith("--") ? e : e.at(name + ": " + e.field());
    }
  }

  private static String text(String option, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new InvalidValueException(option, file, "a text file that can be read");
    }
  }

  private static Set<String> types(Stream<PoolFile> pools, Optional<ConfigToml> against) {
    Stream<String> ours =
        pools
            .flatMap(file -> file.pools().stream())
            .flatMap(pool -> pool.machine().instanceTypes().stream());
    Stream<String> theirs =
        against.stream()
            .flatMap(config -> config.entries().stream())
            .map(entry -> entry.launched().type());
    return Stream.concat(ours, theirs).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Function<String, Catalogue> catalogue(Optional<Path> spot, Set<String> types) {
    return region -> {
      Catalogue usual = CommonTypes.with(types, region);
      return spot.map(folder -> SpotFolder.read(folder, region, usual)).orElse(usual);
    };
  }
}
