package dev.runnerfleet.scaler.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.scaler.Script;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One batch, or one import, that concerns many pools. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class WideBatchesTest {

  // What completes on the stack of what came before needs some 28 KiB of it for each pool: at the
  // 1 MiB of a test's threads this many overflow it thrice over.
  private static final int POOLS = 120;
  private static final List<PoolName> NAMES =
      IntStream.range(0, POOLS).mapToObj(i -> new PoolName("wide-" + i)).toList();
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Inject DemandEventsHandler demand;
  @Inject RunnerEventsHandler fates;
  @Inject RunnerStore runners;
  @Inject PoolStore pools;

  @BeforeEach
  void importPools() {
    StringBuilder toml = new StringBuilder("concurrent = 100000\n");
    NAMES.forEach(pool -> toml.append(entry(pool)));
    given()
        .contentType("text/plain")
        .body(toml.toString())
        .post("/pools/import?set=gitlab.scope=instance")
        .then()
        .statusCode(200)
        .body("stored", hasSize(POOLS));
  }

  @AfterEach
  void removePools() {
    done(() -> Panache.withTransaction(() -> InTurn.each(NAMES, pools::close)));
    given()
        .contentType("application/json")
        .body("{\"max-runners\":0}")
        .put("/fleet")
        .then()
        .statusCode(200);
  }

  @Test
  void shouldDecideOnEveryPoolThatABatchConcerns() {
    // Given
    List<DemandEvent> jobs = new ArrayList<>();
    for (int i = 0; i < POOLS; i++) {
      jobs.add(Script.queued(95_000 + i, NAMES.get(i).value(), Instant.now()));
    }

    // When
    done(() -> demand.apply(jobs));
    Map<PoolName, Fleet> fleets = done(() -> Panache.withSession(() -> runners.fleets(NAMES)));
    List<RunnerEvent> failures = new ArrayList<>();
    for (PoolName pool : NAMES) {
      Runner runner = fleets.getOrDefault(pool, Fleet.EMPTY).requested().getFirst().runner();
      failures.add(Script.failed(runner.id(), pool, LaunchFailed.Reason.QUOTA, Instant.now()));
    }
    done(() -> fates.apply(failures));

    // Then
    List<KeptPool> all = done(() -> Panache.withSession(pools::all));
    assertThat(all)
        .filteredOn(kept -> NAMES.contains(kept.pool().name()))
        .hasSize(POOLS)
        .allSatisfy(
            kept -> assertThat(kept.held().since()).containsKey(HoldReason.LAUNCH_BACKING_OFF));
  }

  private static String entry(PoolName pool) {
    return """
    [[runners]]
      name = "%s"
      executor = "docker+machine"
      limit = 1
      [runners.machine]
        MachineDriver = "amazonec2"
        MachineOptions = ["amazonec2-instance-type=m7i.large", "amazonec2-subnet-id=subnet-0a"]
      [runners.runnerfleet]
        match = { tags = ["%s"] }
    """
        .formatted(pool, pool);
  }

  private static <T> T done(Supplier<Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(
          () -> work.get().ifNoItem().after(LONGEST).fail());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
