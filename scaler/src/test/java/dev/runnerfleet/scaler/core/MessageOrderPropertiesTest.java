package dev.runnerfleet.scaler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.queue.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Repeated, late or reordered messages change nothing: see INVARIANTS.md. */
class MessageOrderPropertiesTest {

  private static final Instant NOW = Example.NOW;
  private static final PoolName POOL = new PoolName("linux");
  private static final RunnerId RUNNER = new RunnerId("r1");

  @Property(tries = 200)
  void shouldComeToTheSameJobsHoweverTheirEventsAreMixedAndRepeated(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int jobs) {
    // Given: each job has come as far as it may, told again with other tags on its way
    Random random = new Random(seed);
    List<DemandEvent> events = new ArrayList<>();
    for (int job = 1; job <= jobs; job++) {
      events.addAll(life(job, random));
    }
    List<DemandEvent> mixed = new ArrayList<>(events);
    for (int i = random.nextInt(events.size()); i > 0; i--) {
      mixed.add(events.get(random.nextInt(events.size())));
    }
    Collections.shuffle(mixed, random);

    // Then
    assertThat(jobs(mixed)).isEqualTo(jobs(events));
  }

  @Property(tries = 200)
  void shouldComeToTheSameRunnerHoweverItsTellersOverlapAndRepeatThemselves(@ForAll long seed) {
    // Given: what the provisioner and the reaper tell, each in order; a consumer that crashed hears
    // again what it had heard since its last commit
    Random random = new Random(seed);
    List<RunnerEvent> provisioner =
        List.of(
            Script.launched(RUNNER, POOL, NOW.plusSeconds(2)),
            Script.registered(RUNNER, POOL, 4711, NOW.plusSeconds(40)));
    List<RunnerEvent> reaper = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Instant at = NOW.plusSeconds(100 + 10L * reaper.size());
      reaper.add(Script.draining(RUNNER, POOL, at));
      reaper.add(Script.kept(RUNNER, POOL, at.plusSeconds(5)));
    }
    reaper.add(Script.draining(RUNNER, POOL, NOW.plusSeconds(500)));
    reaper.add(Script.terminated(RUNNER, POOL, NOW.plusSeconds(560)));
    List<RunnerEvent> inOrder = new ArrayList<>(provisioner);
    inOrder.addAll(reaper);

    // When
    Runner heard = runner(repeated(merged(provisioner, reaper, random), random));

    // Then
    assertThat(heard).isEqualTo(runner(inOrder));
  }

  private static List<DemandEvent> life(int job, Random random) {
    Instant queued = NOW.plusSeconds(random.nextInt(100));
    List<DemandEvent> events = new ArrayList<>();
    events.add(Script.queued(job, "linux", queued));
    if (random.nextBoolean()) {
      events.add(Script.queued(job, "large", queued.plusSeconds(1)));
    }
    if (random.nextBoolean()) {
      events.add(Script.retried(job, 1 + random.nextInt(2), queued));
    }
    int come = random.nextInt(4);
    if (come == 1 || come == 2) {
      events.add(Script.started(job, 1000 + job, queued.plusSeconds(30)));
    }
    if (come == 2) {
      events.add(Script.finished(job, 1000 + job, queued.plusSeconds(90)));
    } else if (come == 3) {
      events.add(Script.cancelled(job, queued.plusSeconds(10)));
    }
    return events;
  }

  private static Map<Object, Job> jobs(List<DemandEvent> events) {
    Map<Object, Job> jobs = new HashMap<>();
    for (DemandEvent event : events) {
      Job known = jobs.get(event.job());
      if (known == null) {
        Job.first(event).ifPresent(job -> jobs.put(job.id(), job));
      } else {
        jobs.put(event.job(), known.after(event));
      }
    }
    return jobs;
  }

  private static List<RunnerEvent> merged(
      List<RunnerEvent> one, List<RunnerEvent> other, Random random) {
    List<RunnerEvent> merged = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < one.size() || j < other.size()) {
      boolean first = j == other.size() || (i < one.size() && random.nextBoolean());
      merged.add(first ? one.get(i++) : other.get(j++));
    }
    return merged;
  }

  private static List<RunnerEvent> repeated(List<RunnerEvent> events, Random random) {
    List<RunnerEvent> heard = new ArrayList<>();
    int committed = 0;
    for (int i = 0; i < events.size(); i++) {
      heard.add(events.get(i));
      if (random.nextInt(4) == 0) {
        heard.addAll(events.subList(committed, i + 1));
      }
      if (random.nextInt(3) == 0) {
        committed = i + 1;
      }
    }
    return heard;
  }

  private static Runner runner(List<RunnerEvent> events) {
    Runner runner = Runner.requested(RUNNER, POOL, 1, null, NOW);
    for (RunnerEvent event : events) {
      runner = runner.after(event);
    }
    return runner;
  }
}
