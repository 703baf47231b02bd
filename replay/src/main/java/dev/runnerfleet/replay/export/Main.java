package dev.runnerfleet.replay.export;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.cli.Arguments;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code ./fleet export}. */
public final class Main {

  private static final String USAGE =
      """
      usage: ./fleet export --since DATE (--project ID,… | --group ID,…) [--out FILE] [--names]

        --since DATE         jobs created from then on: 2026-03-01, or 2026-03-01T08:00:00Z
        --project, --group   ids or paths, parted by commas; of a group all projects below it
        --out FILE           jobs.jsonl where nothing is said; the same call again goes on where it stopped
        --names              with the names of jobs and of their users, which are left out otherwise

      GitLab's address and a token with the scope read_api come from RUNNERFLEET_GITLAB_URL and
      RUNNERFLEET_GITLAB_TOKEN.
      """;

  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped(over.get())));
    int status = run(List.of(words), System.getenv(), System.out, System.err);
    over.set(true);
    System.exit(status);
  }

  // Ctrl-C: each page is good before the next is asked for, so there is nothing left to save.
  private static void stopped(boolean over) {
    if (!over) {
      System.err.println(
          "Stopped. What was written so far is kept; the same call goes on from there.");
    }
  }

  /** Exit status: 0 when all is written, 1 when GitLab would not tell, 2 for a wrong call. */
  static int run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (words.isEmpty() || words.contains("--help")) {
      out.print(USAGE);
      return words.isEmpty() ? 2 : 0;
    }
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      Arguments arguments =
          Arguments.read(
              words, Set.of("--names"), Set.of("--since", "--project", "--group", "--out"));
      Export.Wish wish = wish(arguments);
      GitLabApi gitLab =
          new GitLabApi(
              client,
              setting(environment, "RUNNERFLEET_GITLAB_URL", "GitLab's address"),
              setting(environment, "RUNNERFLEET_GITLAB_TOKEN", "a token with the scope read_api"),
              Thread::sleep);
      long jobs = new Export(gitLab, wish, err).write();
      err.printf("%,d jobs written to %s%n", jobs, wish.file());
      return 0;
    } catch (InvalidValueException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static Export.Wish wish(Arguments arguments) {
    List<String> projects = list(arguments, "--project");
    List<String> groups = list(arguments, "--group");
    if (projects.isEmpty() && groups.isEmpty()) {
      throw InvalidValueException.missing("--project", "--project or --group");
    }
    return new Export.Wish(
        projects,
        groups,
        since(arguments.required("--since", "a day such as 2026-03-01")),
        arguments.has("--names"),
        Path.of(arguments.text("--out").orElse("jobs.jsonl")));
  }

  private static List<String> list(Arguments arguments, String option) {
    return arguments.text(option).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static Instant since(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidValueException(
          "--since", text, "a day such as 2026-03-01, or a time such as 2026-03-01T08:00:00Z");
    }
  }

  private static String setting(Map<String, String> environment, String name, String expected) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw InvalidValueException.missing(name, expected);
    }
    return value;
  }
}
