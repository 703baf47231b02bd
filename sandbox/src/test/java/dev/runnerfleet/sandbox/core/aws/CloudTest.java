package dev.runnerfleet.sandbox.core.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.fleet.AllocationStrategy;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetConfig;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetError;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetLaunch;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetReply;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetTarget;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceRunning;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceStateChanged;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated AWS in virtual time. */
class CloudTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration BOOT = Duration.ofSeconds(30);

  private final Set<String> busy = new HashSet<>();
  private Cloud cloud;
  private Instant now;

  @BeforeEach
  void begin() {
    cloud = new Cloud(new CloudSettings("123456789012", "us-east-1", BOOT, 1), busy::contains);
    now = START;
    var data =
        new TemplateData(
            new TreeMap<>(),
            "ami-0123456789abcdef0",
            null,
            null,
            null,
            null,
            List.of("sg-0f"),
            List.of(),
            Map.of());
    cloud.templates().create(null, "pool", null, data, Map.of(), now);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    cloud.advance(now);
  }

  private FleetReply launch(int target, FleetOverride... overrides) {
    var config = new FleetConfig(new TemplateRef(null, "pool"), "1", List.of(overrides));
    var spot = new FleetTarget(Market.SPOT, AllocationStrategy.PRICE_CAPACITY_OPTIMIZED, target, 0);
    var order = new FleetOrder(List.of(spot), List.of(config), Map.of());
    return cloud.fleets().create(order, null, now);
  }

  private static FleetOverride in(String subnet) {
    return new FleetOverride("m7i.large", subnet, null, null, null, null);
  }

  private String launchOne() {
    return launch(1, in("subnet-0a")).launches().getFirst().instanceIds().getFirst();
  }

  private InstanceState state(String id) {
    return cloud.instances().find(id).orElseThrow().state();
  }

  private void limit(String zone, int instances) {
    var catalogue = cloud.catalogue();
    catalogue.zones().stream()
        .filter(each -> each.name().equals(zone))
        .map(each -> new Offering(catalogue.type("m7i.large").orElseThrow(), each, Market.SPOT))
        .forEach(offering -> cloud.capacity().limit(offering, instances));
  }

  @Test
  void shouldLeadAnInstanceThroughItsLife() {
    // Given
    String id = launchOne();
    assertThat(state(id)).isEqualTo(InstanceState.PENDING);

    // When
    pass(BOOT);
    assertThat(state(id)).isEqualTo(InstanceState.RUNNING);
    cloud.instances().end(List.of(id), EndCause.API, now);
    assertThat(state(id)).isEqualTo(InstanceState.SHUTTING_DOWN);
    pass(Duration.ofMinutes(1));
    assertThat(state(id)).isEqualTo(InstanceState.TERMINATED);
    pass(Duration.ofHours(1));

    // Then
    assertThat(cloud.instances().find(id)).isEmpty();
    assertThat(cloud.takeEffects())
        .filteredOn(effect -> !(effect instanceof InstanceStateChanged))
        .hasExactlyElementsOfTypes(InstanceRunning.class, InstanceEnded.class);
    assertThat(cloud.takeEffects()).isEmpty();
  }

  @Test
  void shouldNeverRunAnInstanceThatEndedWhilePending() {
    // Given
    String id = launchOne();

    // When
    cloud.instances().end(List.of(id), EndCause.API, now);
    pass(BOOT);

    // Then
    assertThat(state(id)).isEqualTo(InstanceState.TERMINATED);
    assertThat(cloud.takeEffects())
        .filteredOn(effect -> !(effect instanceof InstanceStateChanged))
        .hasExactlyElementsOfTypes(InstanceEnded.class);
    assertThat(cloud.instances().spent(now)).containsEntry(Market.SPOT, Usd.ZERO);
  }

  @Test
  void shouldBillARunningInstanceBySecondsAndAMinuteAtLeast() {
    // Given
    String id = launchOne();
    Usd hourly = cloud.instances().find(id).orElseThrow().hourlyPrice();
    pass(BOOT);

    // When
    pass(Duration.ofSeconds(10));
    Usd early = cloud.instances().spent(now).getOrDefault(Market.SPOT, Usd.ZERO);
    pass(Duration.ofHours(1).minusSeconds(10));
    cloud.instances().end(List.of(id), EndCause.API, now);
    pass(Duration.ofHours(5));

    // Then
    assertThat(early.times(60).amount())
        .isCloseTo(hourly.amount(), Offset.offset(new BigDecimal("0.0001")));
    assertThat(cloud.instances().spent(now)).containsEntry(Market.SPOT, hourly);
  }

  @Test
  void shouldServePartlyWhenCapacityLacksAndSayWhere() {
    // Given
    limit("us-east-1a", 2);
    limit("us-east-1b", 1);

    // When
    FleetReply reply = launch(5, in("subnet-0a"), in("subnet-0b"));

    // Then
    assertThat(reply.launches().stream().mapToInt(launch -> launch.instanceIds().size()).sum())
        .isEqualTo(3);
    assertThat(reply.errors())
        .hasSize(2)
        .extracting(FleetError::code)
        .containsOnly("InsufficientInstanceCapacity");
  }

  @Test
  void shouldGiveCapacityBackWhenAnInstanceEnds() {
    // Given
    limit("us-east-1a", 1);
    String id = launchOne();
    assertThat(launch(1, in("subnet-0a")).launches()).isEmpty();

    // When
    cloud.instances().end(List.of(id), EndCause.API, now);

    // Then
    assertThat(launch(1, in("subnet-0a")).launches()).hasSize(1);
  }

  @Test
  void shouldGoOnToTheNextOfferingWhereTheCheapestIsShort() {
    // Given
    limit("us-east-1a", 1);
    limit("us-east-1b", 1);
    limit("us-east-1c", 2);

    // When
    FleetReply reply = launch(4, in("subnet-0a"), in("subnet-0b"), in("subnet-0c"));

    // Then
    assertThat(reply.launches().stream().flatMap(launch -> launch.instanceIds().stream()))
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(reply.launches())
        .hasSize(3)
        .extracting(FleetLaunch::offering)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldCountInstancesThatWereEndedWithAJob() {
    // Given
    String idle = launchOne();
    String working = launchOne();
    busy.add("s_" + working.substring(2));

    // When
    cloud.instances().end(List.of(idle, working), EndCause.CONSOLE, now);
    cloud.instances().end(List.of(working), EndCause.API, now);

    // Then
    assertThat(cloud.instances().endedBusy()).containsExactly(Map.entry(EndCause.CONSOLE, 1L));
  }

  @Test
  void shouldRefillABucketAtItsRate() {
    // Given
    for (int i = 0; i < 5; i++) {
      cloud.limits().admit("CreateFleet", false, now);
    }

    // When
    assertThatThrownBy(() -> cloud.limits().admit("CreateFleet", false, now))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo("RequestLimitExceeded");
              assertThat(refusal.status()).isEqualTo(503);
            });
    pass(Duration.ofMillis(500));

    // Then
    cloud.limits().admit("CreateFleet", false, now);
    assertThatThrownBy(() -> cloud.limits().admit("CreateFleet", false, now))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void shouldRefillABucketAtItsRateHoweverOftenItIsAsked() {
    // Given: what comes back between two calls is a tenth of a token, which no double holds exactly
    for (int i = 0; i < 5; i++) {
      cloud.limits().admit("CreateFleet", false, now);
    }

    // When
    for (int i = 0; i < 9; i++) {
      pass(Duration.ofMillis(50));
      assertThatThrownBy(() -> cloud.limits().admit("CreateFleet", false, now))
          .isInstanceOf(Refusal.class);
    }
    pass(Duration.ofMillis(50));

    // Then
    cloud.limits().admit("CreateFleet", false, now);
  }

  @Test
  void shouldMintTheSameWorldFromTheSameSeed() {
    // Given
    String first = launchOne();

    // When
    begin();

    // Then
    assertThat(launchOne()).isEqualTo(first);
  }
}
