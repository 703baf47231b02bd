package dev.runnerfleet.replay.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.dockermachine.DockerMachineReplay;
import dev.runnerfleet.replay.fleet.FleetReplay;
import dev.runnerfleet.replay.outcome.Bounds;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.report.Answer;
import dev.runnerfleet.replay.report.Page;
import dev.runnerfleet.replay.trace.WrongTraceException;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code ./fleet replay}. */
public final class Main {

  private static final String USAGE =
      """
      usage: ./fleet replay TRACE --pools FILE [OPTION VALUE]...

        TRACE                jobs of the past: CSV with queued_ms,duration_ms and, if wanted,
                             tags,project; or JSON lines as ./fleet export writes them
        --pools FILE         the pools to replay them through
        --against FILE       a config.toml: the same jobs through docker+machine, beside two bounds
        --restart-at TIME,…  docker+machine's manager starts again so long after the first job
        --throttled NUMBER   AWS's buckets hold for docker+machine's calls too, with so many
                             DescribeInstances per launch (13, or 34 as it was once)
        --boot TIME          60s, 45s..90s, or p50=60s,p95=120s; 60s where nothing is said
        --round-trip TIME    of a request to GitLab or AWS; 200ms where nothing is said
        --spot FOLDER        recorded spot markets: prices, interruptions, when there was capacity
        --seed NUMBER        same seed, same answer to the byte; 1 where nothing is said
        --until TIME         only the jobs of the trace's first 12h, 7d, …
        --sweep KEY=V1,V2    the same with each of the values for a pool's key
        --variation NAME     another way to decide, to compare: recall-boots, count-boots, await-ends
        --report FOLDER      writes replay.html there, a page that needs no network
        --json               the answer as JSON
      """;

  private final PrintStream out;
  private final Progress progress;
  private volatile boolean answering;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.progress = new Progress(err);
  }

  public static void main(String[] words) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Main main = new Main(out, System.err);
    CountDownLatch over = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> main.stop(over)));
    int status;
    try {
      status = main.run(List.of(words), System.err);
    } finally {
      out.flush();
      over.countDown();
    }
    if (!main.progress.isStopped()) {
      System.exit(status);
    }
  }

  // Ctrl-C: what there is by then is still told, if it does not take too long. The process ends
  // with the status that the signal gives it, 130.
  private void stop(CountDownLatch over) {
    progress.stop();
    if (!answering) {
      return;
    }
    try {
      over.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For tests: the same without a process around it. */
  static int run(List<String> words, PrintStream out, PrintStream err) {
    return new Main(out, err).run(words, err);
  }

  /** Exit status: 0 when it was answered, 1 when it could not be written, 2 when not asked so. */
  private int run(List<String> words, PrintStream err) {
    if (words.isEmpty() || words.contains("--help")) {
      out.print(USAGE);
      return words.isEmpty() ? 2 : 0;
    }
    try {
      answer(Wanted.read(words));
      return 0;
    } catch (InvalidValueException | WrongTraceException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("Not written: " + e.getMessage());
      return 1;
    }
  }

  private void answer(Wanted wanted) throws IOException {
    Optional<Path> report = wanted.report().map(Main::folder);
    answering = true;
    Answer answer =
        new Answer(
            wanted.trace().name(),
            wanted.assumptions(),
            outcomes(wanted),
            wanted.sweep().map(Sweep::key).orElse(""),
            sweep(wanted),
            new Answer.Stop(
                progress.isStopped(),
                wanted.trace().jobs().size(),
                wanted.sweep().map(sweep -> sweep.values().size()).orElse(0)));
    if (report.isPresent()) {
      Path page = report.get().resolve("replay.html");
      Files.writeString(page, Page.of(answer));
      progress.say("Written to " + page);
    }
    out.print(
        wanted.json()
            ? new ObjectMapper().writeValueAsString(answer.toJson()) + "\n"
            : answer.toText());
  }

  private static Path folder(Path wanted) {
    try {
      return Files.createDirectories(wanted);
    } catch (IOException e) {
      throw new InvalidValueException("--report", wanted.toString(), "a folder to write to");
    }
  }

  // What was stopped is compared with nothing that goes by the whole trace.
  private List<Outcome> outcomes(Wanted wanted) {
    List<Outcome> outcomes = new ArrayList<>();
    Outcome ours = replay("Runnerfleet", wanted, wanted.pools());
    outcomes.add(ours);
    if (wanted.against().isPresent() && !progress.isStopped()) {
      outcomes.add(
          DockerMachineReplay.run(
              wanted.trace(),
              wanted.against().get(),
              wanted.conditions(),
              wanted.trouble(),
              progress.of("docker+machine", wanted.trace().jobs().size())));
      if (progress.isStopped()) {
        return outcomes;
      }
      Conditions conditions = wanted.conditions();
      SplittableRandom random = new SplittableRandom(conditions.seed());
      outcomes.add(Bounds.warm(wanted.trace(), ours));
      outcomes.add(
          Bounds.cold(
              wanted.trace(), () -> conditions.boots().draw(random), conditions.roundTrip(), ours));
    }
    return outcomes;
  }

  // A value that was not replayed to its end says nothing beside those that were.
  private List<Answer.Swept> sweep(Wanted wanted) {
    List<Answer.Swept> swept = new ArrayList<>();
    List<String> values = wanted.sweep().map(Sweep::values).orElse(List.of());
    for (String value : values) {
      if (!progress.isStopped()) {
        Sweep sweep = wanted.sweep().orElseThrow();
        PoolFile pools = sweep.with(value, wanted.poolsYaml());
        Outcome outcome = replay(sweep.key() + "=" + value, wanted, pools);
        if (!progress.isStopped()) {
          swept.add(new Answer.Swept(value, outcome));
        }
      }
    }
    return swept;
  }

  private Outcome replay(String title, Wanted wanted, PoolFile pools) {
    return FleetReplay.run(
        wanted.trace(),
        pools.pools(),
        pools.fleet().orElse(FleetLimits.NONE),
        wanted.conditions(),
        wanted.variation(),
        progress.of(title, wanted.trace().jobs().size()));
  }
}
