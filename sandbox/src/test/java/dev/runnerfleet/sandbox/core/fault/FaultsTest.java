package dev.runnerfleet.sandbox.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbance;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver.Channel;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver.Mishap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Faults faults() {
    var settings = new CloudSettings("123456789012", "us-east-1", Duration.ofSeconds(5), 1);
    return new Faults(new Cloud(settings, system -> false).instances());
  }

  private static FaultOrder order(FaultKind kind, @Nullable Duration length, @Nullable Long count) {
    return new FaultOrder("test", kind, Duration.ZERO, length, count, 7);
  }

  private static boolean[] refusals(Faults faults) {
    var refused = new boolean[50];
    for (int call = 0; call < refused.length; call++) {
      refused[call] = faults.before("CreateFleet", START) instanceof Disturbance.Fail;
    }
    return refused;
  }

  @Test
  void shouldRepeatItselfWithTheSameSeedAndTheSameCalls() {
    // Given
    var kind = new FaultKind.ThrottleApi(List.of("Create*"), 0.5);
    Faults one = faults();
    Faults other = faults();
    one.order(order(kind, null, null), START);
    other.order(order(kind, null, null), START);

    // When
    boolean[] first = refusals(one);
    boolean[] second = refusals(other);

    // Then
    assertThat(first).isEqualTo(second).contains(true, false);
  }

  @Test
  void shouldStrikeOnlyWhatItNamesWhileItLastsAndAsOftenAsItMay() {
    // Given
    Faults faults = faults();
    var kind = new FaultKind.ThrottleApi(List.of("CreateFleet"), 1);
    String id = faults.order(order(kind, Duration.ofMinutes(1), 2L), START).id();
    var outcomes = new ArrayList<Boolean>();

    // When
    for (String action :
        List.of("DescribeInstances", "CreateFleet", "CreateFleet", "CreateFleet")) {
      outcomes.add(faults.before(action, START) instanceof Disturbance.Fail);
    }

    // Then
    assertThat(outcomes).containsExactly(false, true, true, false);
    assertThat(faults.find(id, START)).get().extracting(FaultStatus::strikes).isEqualTo(2L);
  }

  @Test
  void shouldEndWhenItsLengthIsOver() {
    // Given
    Faults faults = faults();
    var kind = new FaultKind.ThrottleApi(List.of(), 1);
    faults.order(order(kind, Duration.ofMinutes(1), null), START);

    // When
    var after = faults.before("CreateFleet", START.plusSeconds(60));

    // Then
    assertThat(after).isInstanceOf(Disturbance.None.class);
    assertThat(faults.before("CreateFleet", START.plusSeconds(59)))
        .isInstanceOf(Disturbance.Fail.class);
  }

  @Test
  void shouldDelayWhatAnotherOrderDoubles() {
    // Given
    Faults faults = faults();
    var late = Duration.ofSeconds(9);
    faults.order(order(misdeliver(Mishap.DUPLICATE, Duration.ZERO), null, null), START);
    faults.order(order(misdeliver(Mishap.DELAY, late), null, null), START);

    // When
    var hooks = faults.deliveries(Channel.WEBHOOKS, "Job Hook", "demo/app", START);
    var messages = faults.deliveries(Channel.MESSAGES, "Job Hook", "", START);

    // Then
    assertThat(hooks).containsExactly(late, late);
    assertThat(messages).containsExactly(Duration.ZERO);
  }

  private static FaultKind misdeliver(Mishap mishap, Duration by) {
    return new Misdeliver(Channel.WEBHOOKS, mishap, List.of("Job *"), List.of("demo/*"), 1, 1, by);
  }
}
