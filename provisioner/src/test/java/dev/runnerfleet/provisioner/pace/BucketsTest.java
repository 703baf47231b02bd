package dev.runnerfleet.provisioner.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.pace.Buckets;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.pace.core.TokenBucket;
import dev.runnerfleet.provisioner.OnVertx;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class BucketsTest {

  private static final ThrottleDomain DOMAIN = new ThrottleDomain("other/eu-west-1");
  private static final Set<String> BOTH = Set.of(Limits.CREATE_FLEET, Limits.LAUNCHED_INSTANCES);
  private static final Clock STANDING =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @Inject ProvisionerConfig config;
  @Inject Background background;

  @Test
  void shouldTakeABucketOfCallsToBeEmptyAfterARestart() {
    // Given
    Buckets before = new Buckets(config.ec2().allLimits(), STANDING);
    OnVertx.start(background, () -> fill(before)).join();
    int then = tokens(before, Limits.CREATE_FLEET);

    // When
    Buckets restarted = new Buckets(config.ec2().allLimits(), STANDING);
    int now = tokens(restarted, Limits.CREATE_FLEET);

    // Then
    assertThat(then).isEqualTo(5);
    assertThat(now).isZero();
    assertThat(tokens(restarted, Limits.LAUNCHED_INSTANCES)).isEqualTo(1000);
  }

  private Uni<Void> fill(Buckets buckets) {
    return Panache.withTransaction(
        () ->
            buckets
                .lock(DOMAIN, BOTH)
                .invoke(
                    locked ->
                        BOTH.forEach(
                            action ->
                                locked.put(
                                    action,
                                    TokenBucket.full(
                                        config.ec2().allLimits().of(action), STANDING.instant()))))
                .replaceWithVoid());
  }

  private int tokens(Buckets buckets, String action) {
    return OnVertx.start(
            background,
            () ->
                Panache.withTransaction(
                    () ->
                        buckets
                            .lock(DOMAIN, Set.of(action))
                            .map(locked -> locked.of(action).whole())))
        .join();
  }
}
