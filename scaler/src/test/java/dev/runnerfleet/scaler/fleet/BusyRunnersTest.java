package dev.runnerfleet.scaler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.Example;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.queue.JobStore;
import dev.runnerfleet.scaler.queue.KeptJob;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Busy runners as one member, against each by itself. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class BusyRunnersTest {

  private static final Instant NOW = Example.NOW;
  private static final PoolName POOL = new PoolName("busy-together");
  private static final int RUNNERS = 60;
  private static final long FIRST = 9_900_000;

  @Inject RunnerStore runners;
  @Inject JobStore jobs;

  @Test
  void shouldDecideFromBusyRunnersTogetherAsFromEachByItself() {
    // Given
    Random random = new Random(7);
    List<Runner> fleet = new ArrayList<>();
    Map<JobId, KeptJob> work = new HashMap<>();
    for (int i = 0; i < RUNNERS; i++) {
      fleet.add(runner(i, random));
      for (int job = 0; job < random.nextInt(4); job++) {
        Job taken = job(FIRST + 10L * i + job, FIRST + i, random.nextBoolean());
        work.put(taken.id(), new KeptJob(taken, POOL, NOW));
      }
    }

    // When
    List<Fleet> seen =
        RolledBack.of(
            () ->
                runners
                    .add(fleet, new DecisionId("d"))
                    .chain(() -> jobs.save(work, List.of()))
                    .chain(() -> Panache.getSession().chain(session -> session.flush()))
                    .chain(this::look));

    // Then
    Fleet together = seen.getFirst();
    Fleet each = seen.getLast();
    assertThat(each.members()).hasSize(RUNNERS);
    assertThat(together.members()).hasSizeLessThan(RUNNERS);
    assertThat(together.size()).isEqualTo(RUNNERS);
    assertThat(together.idle())
        .extracting(Member::runner)
        .containsExactlyInAnyOrderElementsOf(each.idle().stream().map(Member::runner).toList());
    for (int queued : List.of(0, 7, 90)) {
      assertThat(decide(queued, together)).isEqualTo(decide(queued, each));
    }
  }

  private Uni<List<Fleet>> look() {
    return runners
        .fleets(List.of(POOL))
        .chain(
            together ->
                runners
                    .each(POOL)
                    .map(each -> List.of(together.getOrDefault(POOL, Fleet.EMPTY), each)));
  }

  private static Decision decide(int queued, Fleet fleet) {
    Capacity capacity =
        new Capacity(2, 90, 3, Duration.ofMinutes(10), 3, 0, Duration.ZERO).withDriftShare(0.1);
    Pool pool = Example.pool(capacity);
    return Example.decide(Example.queue(queued), fleet, pool, NOW.plusSeconds(3600));
  }

  private static Runner runner(int i, Random random) {
    Market market = random.nextBoolean() ? Market.SPOT : Market.ON_DEMAND;
    Purchase purchase = new Purchase(market, Usd.of("0.04"), "ami-1", NOW);
    return new Runner(
        new RunnerId("together-%02d".formatted(i)),
        POOL,
        random.nextInt(2),
        null,
        NOW,
        NOW,
        new GitLabRunnerId(FIRST + i),
        NOW,
        null,
        purchase,
        random.nextInt(5) == 0 ? new RunnerState.Booting() : new RunnerState.Idle(NOW));
  }

  private static Job job(long id, long gitLabRunner, boolean over) {
    Job queued = Job.first(Script.queued(id, "busy", NOW)).orElseThrow();
    Job running = queued.after(Script.started(id, gitLabRunner, NOW.plusSeconds(1)));
    return over ? running.after(Script.finished(id, gitLabRunner, NOW.plusSeconds(30))) : running;
  }
}
