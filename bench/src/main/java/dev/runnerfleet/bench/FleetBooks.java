package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sandbox's books say of a project of whose pipelines each has one job, and all jobs that
 * took its place.
 *
 * @param tries how each try ended, by pipeline, in no order
 */
record FleetBooks(Map<Long, List<String>> tries) {

  private static final int PAGE = 100;

  /** As often as the reaper retries a job, and once. */
  private static final int MOST_TRIES = 3;

  static FleetBooks read(SandboxControl sandbox, String project)
      throws IOException, InterruptedException {
    Map<Long, List<String>> tries = new HashMap<>();
    String path =
        "/projects/%s/jobs?per_page=%d&page=".formatted(project.replace("/", "%2F"), PAGE);
    for (int page = 1; ; page++) {
      JsonNode jobs = sandbox.gitLab(path + page);
      for (JsonNode job : jobs) {
        tries
            .computeIfAbsent(job.at("/pipeline/id").asLong(), id -> new ArrayList<>())
            .add(job.get("status").asText());
      }
      if (jobs.size() < PAGE) {
        return new FleetBooks(tries);
      }
    }
  }

  /** Tries that ended otherwise than well; no job of a fleet fails by itself. */
  long interrupted() {
    return tries.values().stream().mapToLong(FleetBooks::lost).sum();
  }

  /** Tries past each job's first. */
  long retried() {
    return tries.values().stream().mapToLong(each -> each.size() - 1).sum();
  }

  /** Jobs that came to a good end. */
  long finished() {
    return tries.values().stream().filter(FleetBooks::done).count();
  }

  /** Jobs that lost more machines than a job is retried for, and so were given up. */
  long givenUp() {
    return tries.values().stream().filter(each -> !done(each) && spent(each)).count();
  }

  /** Jobs that were worked to a good end more than once. */
  long finishedTwice() {
    return tries.values().stream().filter(each -> each.size() - lost(each) > 1).count();
  }

  private static boolean done(List<String> tries) {
    return tries.contains("success");
  }

  private static boolean spent(List<String> tries) {
    return lost(tries) >= MOST_TRIES;
  }

  private static long lost(List<String> tries) {
    return tries.stream().filter(each -> !each.equals("success")).count();
  }
}
