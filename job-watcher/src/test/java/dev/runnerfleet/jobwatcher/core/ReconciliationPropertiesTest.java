package dev.runnerfleet.jobwatcher.core;

import static dev.runnerfleet.jobwatcher.core.Jobs.DOCKER;
import static dev.runnerfleet.jobwatcher.core.Jobs.LARGE;
import static dev.runnerfleet.jobwatcher.core.Jobs.NOON;
import static dev.runnerfleet.jobwatcher.core.Jobs.RUNNER;
import static dev.runnerfleet.jobwatcher.core.Jobs.created;
import static dev.runnerfleet.jobwatcher.core.Jobs.finished;
import static dev.runnerfleet.jobwatcher.core.Jobs.pending;
import static dev.runnerfleet.jobwatcher.core.Jobs.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobForeseen;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.demand.JobStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Random lives of jobs, told by webhooks that get lost, doubled and shuffled, then polled. */
class ReconciliationPropertiesTest {

  private static final Instant WEBHOOKS = NOON.plusSeconds(10);
  private static final Instant POLL = NOON.plusSeconds(20);

  /** How far a job got in GitLab. */
  enum Life {
    CREATED,
    QUEUED,
    STARTED,
    SUCCEEDED,
    CANCELED_WHILE_QUEUED,
    DELETED_WHILE_QUEUED,
    DELETED_WHILE_RUNNING
  }

  @Property(tries = 2000)
  void shouldEndWithGitLabsOwnStateAfterAPoll(
      @ForAll List<Life> lives, @ForAll long seed, @ForAll @IntRange(max = 3) int copies) {
    // Given
    Watcher watcher = new Watcher();
    List<Observation> delivered = webhooks(lives, new Random(seed), copies);
    delivered.forEach(watcher::see);

    // When
    watcher.poll(lives);

    // Then
    assertThat(watcher.demand.queued).isEqualTo(queuedIn(lives));
    assertThat(watcher.demand.running).isEqualTo(runningIn(lives));

    // And nothing more follows from hearing or seeing all of it again
    watcher.demand.events = 0;
    Collections.shuffle(delivered, new Random(seed + 1));
    delivered.forEach(watcher::see);
    watcher.poll(lives);
    assertThat(watcher.demand.events).isZero();
  }

  private static List<Observation> webhooks(List<Life> lives, Random random, int copies) {
    List<Observation> sent = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      for (Observation each : told(i + 1, lives.get(i), random)) {
        int times = random.nextInt(copies + 1);
        sent.addAll(Collections.nCopies(times, each));
      }
    }
    Collections.shuffle(sent, random);
    return sent;
  }

  private static List<Observation> told(long id, Life life, Random random) {
    // What memory says of the tags may be right, wrong or nothing.
    Observation queued =
        switch (random.nextInt(3)) {
          case 0 -> pending(id).remembering(DOCKER);
          case 1 -> pending(id).remembering(LARGE);
          default -> pending(id);
        };
    return switch (life) {
      case CREATED -> List.of(created(id));
      case QUEUED, DELETED_WHILE_QUEUED -> List.of(created(id), queued);
      case STARTED, DELETED_WHILE_RUNNING -> List.of(created(id), queued, running(id));
      case SUCCEEDED ->
          List.of(created(id), queued, running(id), finished(id, Outcome.SUCCESS, RUNNER));
      case CANCELED_WHILE_QUEUED ->
          List.of(created(id), queued, finished(id, Outcome.CANCELED, null));
    };
  }

  /** What GitLab's API says of the job; nothing where it is gone. */
  private static @Nullable Observation truth(long id, Life life) {
    return switch (life) {
      case CREATED -> created(id);
      case QUEUED -> pending(id).needing(DOCKER);
      case STARTED -> running(id);
      case SUCCEEDED -> finished(id, Outcome.SUCCESS, RUNNER);
      case CANCELED_WHILE_QUEUED -> finished(id, Outcome.CANCELED, null);
      case DELETED_WHILE_QUEUED, DELETED_WHILE_RUNNING -> null;
    };
  }

  private static Map<JobId, Set<String>> queuedIn(List<Life> lives) {
    return idsOf(lives, Life.QUEUED).stream()
        .collect(Collectors.toMap(id -> id, id -> DOCKER.tags()));
  }

  private static Set<JobId> runningIn(List<Life> lives) {
    return idsOf(lives, Life.STARTED);
  }

  private static Set<JobId> idsOf(List<Life> lives, Life wanted) {
    Set<JobId> ids = new java.util.HashSet<>();
    for (int i = 0; i < lives.size(); i++) {
      if (lives.get(i) == wanted) {
        ids.add(new JobId(i + 1));
      }
    }
    return ids;
  }

  /** The job-watcher without its shell. */
  private static final class Watcher {

    private final Map<JobId, KnownJob> known = new HashMap<>();
    private final Demand demand = new Demand();

    void see(Observation seen) {
      take(seen, WEBHOOKS);
    }

    void poll(List<Life> lives) {
      List<Observation> seen = new ArrayList<>();
      for (int i = 0; i < lives.size(); i++) {
        Observation truth = truth(i + 1, lives.get(i));
        if (truth != null && truth.status().stage().isActive()) {
          seen.add(truth);
        }
      }
      Set<JobId> listed = seen.stream().map(each -> each.job().id()).collect(Collectors.toSet());
      for (KnownJob missing : Reconciliation.missing(known.values(), listed, POLL)) {
        long id = missing.job().id().value();
        Observation truth = truth(id, lives.get((int) id - 1));
        seen.add(truth == null ? Reconciliation.vanished(missing, POLL) : truth);
      }
      Reconciliation.news(seen, known, POLL).forEach(each -> take(each, POLL));
    }

    private void take(Observation seen, Instant now) {
      Tracked next = JobTracking.observe(known.get(seen.job().id()), seen, now);
      known.put(seen.job().id(), next.job());
      next.events().forEach(demand::hear);
    }
  }

  /** Demand as whoever reads the events believes it. */
  private static final class Demand {

    private final Map<JobId, Set<String>> queued = new HashMap<>();
    private final Set<JobId> running = new java.util.HashSet<>();
    private int events;

    void hear(DemandEvent event) {
      events++;
      switch (event) {
        case JobForeseen foreseen -> throw new AssertionError("not told of yet");
        case JobRetried retried -> throw new AssertionError("the reaper's to tell");
        case JobQueued it -> queued.put(it.job(), it.tags());
        case JobStarted it -> {
          queued.remove(it.job());
          running.add(it.job());
        }
        case JobFinished it -> {
          queued.remove(it.job());
          running.remove(it.job());
        }
      }
    }
  }
}
