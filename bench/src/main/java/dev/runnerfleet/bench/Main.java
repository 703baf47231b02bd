package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** {@code ./fleet bench}: lists the benchmarks, or runs one and ends with a line of JSON. */
public final class Main {

  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new FirstCall(),
          new SandboxScale(),
          new DecisionRound(),
          new DemandRate(),
          new WebhookBurst(),
          new Reconcile(),
          new LaunchStorm(),
          new LaunchIdle(),
          new LaunchCrash(),
          new Replay(),
          new FleetHour(),
          new ReaperKills());

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /**
   * Exit status: 0 when all limits are held, 1 when one is not, 2 for a call that makes no sense.
   */
  static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
    boolean thorough = arguments.contains("--long");
    List<String> names = arguments.stream().filter(each -> !each.equals("--long")).toList();
    if (names.isEmpty() && !thorough) {
      BENCHMARKS.forEach(each -> out.printf("%-14s %s%n", each.name(), each.summary()));
      return 0;
    }
    Optional<Benchmark> wanted =
        BENCHMARKS.stream()
            .filter(each -> names.size() == 1 && each.name().equals(names.getFirst()))
            .findFirst();
    if (wanted.isEmpty()) {
      err.printf("There is no benchmark %s; ./fleet bench lists them.%n", String.join(" ", names));
      return 2;
    }
    Report report = wanted.get().run(err::println, thorough);
    out.println(new ObjectMapper().writeValueAsString(report.toJson()));
    return report.held() ? 0 : 1;
  }
}
