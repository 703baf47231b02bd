package dev.runnerfleet.jobwatcher;

import static dev.runnerfleet.jobwatcher.Polling.poll;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of webhooks and polls share: a GitLab that they script, and what was told. */
abstract class Watching {

  static final GitLabRunnerId RUNNER = new GitLabRunnerId(77);
  static final ProjectId PROJECT = new ProjectId(Script.PROJECT);

  final Script gitlab = new Script();
  final DemandEar demand = new DemandEar();

  @BeforeEach
  void reset() {
    gitlab.reset();
  }

  @AfterEach
  void close() {
    // What a test leaves active must not have the next one's polls ask for it.
    gitlab.reset();
    poll();
    demand.close();
  }

  /** The tags that were last told of a queued job. */
  Set<String> queued(long job) {
    return demand.of(job).stream()
        .filter(JobQueued.class::isInstance)
        .map(event -> ((JobQueued) event).tags())
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  /** How the job ended. */
  Outcome outcome(long job) {
    DemandEvent last = demand.of(job).getLast();
    return ((JobFinished) last).outcome();
  }
}
