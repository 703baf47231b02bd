package dev.runnerfleet.replay.cli;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.dockermachine.ConfigReader;
import dev.runnerfleet.replay.dockermachine.ConfigToml;
import dev.runnerfleet.replay.fleet.Variation;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TraceFile;
import dev.runnerfleet.replay.world.Boots;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
  static Wanted read(List<String> words) throws IOException {
    Arguments arguments = Arguments.read(words, FLAGS, OPTIONS);
    Path file = Path.of(arguments.operand("TRACE", "a CSV or JSON lines file of jobs"));
    String pools = text("--pools", arguments.required("--pools", "a pool file"));
    Boots boots = Boots.parse(arguments.text("--boot").orElse("60s"));
    Duration roundTrip = arguments.duration("--round-trip").orElse(Duration.ofMillis(200));
    long seed = arguments.number("--seed", 1);
    Trace whole = trace(file);
    Trace trace = arguments.duration("--until").map(whole::until).orElse(whole);
    Optional<String> against = arguments.text("--against");
    Optional<Path> spot = arguments.text("--spot").map(Path::of);
    Optional<Sweep> sweep = arguments.text("--sweep").map(Sweep::parse);
    Map<String, String> assumptions = new LinkedHashMap<>();
    assumptions.put("boot", boots.toString());
    assumptions.put("round trip", roundTrip.toMillis() + " ms, to GitLab and AWS alike");
    assumptions.put(
        "billing", "by the second from the launch call, a minute at least; seed " + seed);
    assumptions.put(
        "spot", spot.map(folder -> "as recorded in " + folder).orElse("never interrupted"));
    Variation variation =
        arguments.text("--variation").map(Variation::parse).orElse(Variation.NONE);
    if (variation != Variation.NONE) {
      assumptions.put("variation", arguments.text("--variation").orElse(""));
    }
    PoolFile poolFile = PoolFile.read(pools);
    sweep.ifPresent(each -> each.values().forEach(value -> each.with(value, pools)));
    return new Wanted(
        trace,
        poolFile,
        pools,
        new Conditions(
            boots,
            roundTrip,
            seed,
            new MarketSettings(seed, SPOT_VCPUS, spot.isPresent() ? 1 : 0),
            catalogue(spot)),
        against.isEmpty()
            ? Optional.empty()
            : Optional.of(ConfigReader.read(text("--against", against.get()))),
        sweep,
        variation,
        arguments.text("--report").map(Path::of),
        arguments.has("--json"),
        assumptions);
  }

  private static Trace trace(Path file) throws IOException {
    try {
      return TraceFile.read(file);
    } catch (NoSuchFileException e) {
      throw new InvalidValueException("TRACE", file.toString(), "a file that can be read");
    }
  }

  private static String text(String option, String file) throws IOException {
    try {
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException | MalformedInputException e) {
      throw new InvalidValueException(option, file, "a text file that can be read");
    }
  }

  private static Function<String, Catalogue> catalogue(Optional<Path> spot) {
    return region ->
        spot.map(folder -> SpotFolder.read(folder, region))
            .orElseGet(() -> Catalogue.builtIn(region));
  }
}
