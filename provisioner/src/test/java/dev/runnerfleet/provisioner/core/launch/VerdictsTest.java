package dev.runnerfleet.provisioner.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.launch.Verdict.Afterwards;
import dev.runnerfleet.provisioner.core.offering.Closure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VerdictsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Place PLACE = new Place("m7i.large", "subnet-0a", "us-east-1a");
  private static final Offering.Market SPOT = Offering.Market.SPOT;
  private static final Duration BACK_OFF = Duration.ofSeconds(7);

  @Property
  void shouldGiveMachinesToRunnersOneToOne(
      @ForAll @IntRange(min = 1, max = 20) int runners, @ForAll @IntRange(max = 25) int machines) {
    // Given
    FleetReply reply = new FleetReply(machines(machines), List.of());

    // When
    Verdict.Settled settled = Verdicts.afterReply(called(runners), reply, NOW);

    // Then
    assertThat(settled.launched().values()).doesNotHaveDuplicates();
    assertThat(settled.launched().size() + settled.surplus().size()).isEqualTo(machines);
    assertThat(settled.launched().size() + settled.leftovers().size()).isEqualTo(runners);
    assertThat(settled.surplus().isEmpty() || settled.leftovers().isEmpty()).isTrue();
  }

  @Test
  void shouldSendLeftoversOnWithWhatWasLearnt() {
    // Given
    FleetReply reply =
        new FleetReply(
            machines(1), List.of(new FleetReply.Shortfall("InsufficientInstanceCapacity", PLACE)));

    // When
    Verdict.Settled settled = Verdicts.afterReply(called(2), reply, NOW);

    // Then
    assertThat(settled.launched()).hasSize(1);
    assertThat(settled.leftovers()).hasSize(1);
    assertThat(settled.closures())
        .containsExactly(
            new Closure(
                "m7i.large",
                "us-east-1a",
                SPOT,
                "InsufficientInstanceCapacity",
                NOW.plus(Duration.ofMinutes(3))));
    assertThat(settled.afterwards()).isEqualTo(new Afterwards.Again(Duration.ZERO));
  }

  @Test
  void shouldCloseTheSubnetThatHasNoAddressLeft() {
    // Given
    FleetReply reply =
        new FleetReply(
            List.of(),
            List.of(new FleetReply.Shortfall("InsufficientFreeAddressesInSubnet", PLACE)));

    // When
    Verdict.Settled settled = Verdicts.afterReply(called(1), reply, NOW);

    // Then
    Closure closure = settled.closures().getFirst();
    assertThat(
            closure.concerns(new Place("c7i.large", "subnet-0a", "us-east-1a"), "us-east-1", SPOT))
        .isTrue();
    assertThat(
            closure.concerns(new Place("c7i.large", "subnet-0d", "us-east-1a"), "us-east-1", SPOT))
        .isFalse();
  }

  @Test
  void shouldNotTakeThrottlingForLackOfCapacity() {
    // Given
    FleetReply reply =
        new FleetReply(List.of(), List.of(new FleetReply.Shortfall("RequestLimitExceeded", PLACE)));

    // When
    Verdict.Settled settled = Verdicts.afterReply(called(1), reply, NOW);
    Verdict whole = refusal("RequestLimitExceeded", 503);

    // Then
    assertThat(settled.closures()).isEmpty();
    assertThat(whole).isEqualTo(new Verdict.SameCallLater(Duration.ZERO));
  }

  @Test
  void shouldFailWhatOnlyOtherSettingsCouldMend() {
    // When
    Verdict verdict = refusal("InvalidAMIID.NotFound", 400);

    // Then
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Settled.class,
            settled ->
                assertThat(settled.afterwards())
                    .isEqualTo(
                        new Afterwards.Fail(
                            LaunchFailed.Reason.BAD_CONFIGURATION, "InvalidAMIID.NotFound")));
  }

  @Test
  void shouldRepeatTheSameCallAfterAWaitWhileAwsIsAway() {
    assertThat(refusal("InternalError", 500)).isEqualTo(new Verdict.SameCallLater(BACK_OFF));
  }

  @Test
  void shouldCloseWhatAQuotaCovers() {
    assertThat(closed("VcpuLimitExceeded", new Place("c7i.xlarge", "subnet-0d", "us-east-1b")))
        .isTrue();
    assertThat(closed("VcpuLimitExceeded", new Place("g5.xlarge", "subnet-0d", "us-east-1b")))
        .isFalse();
    assertThat(closed("InstanceLimitExceeded", new Place("m7i.large", "subnet-0d", "us-east-1b")))
        .isTrue();
    assertThat(closed("InstanceLimitExceeded", new Place("c7i.large", "subnet-0d", "us-east-1b")))
        .isFalse();
    assertThat(
            closed(
                "MaxSpotInstanceCountExceeded", new Place("g5.xlarge", "subnet-0d", "us-east-1b")))
        .isTrue();
  }

  @Test
  void shouldCloseAllThatWasAskedWhereAnErrorNamesNoPlaceAndNothingCame() {
    // Given
    FleetReply reply =
        new FleetReply(
            List.of(),
            List.of(new FleetReply.Shortfall("UnfulfillableCapacity", new Place("", "", ""))));

    // When
    Verdict.Settled settled = Verdicts.afterReply(called(1), reply, NOW);

    // Then
    assertThat(settled.closures())
        .hasSize(1)
        .allMatch(closure -> closure.concerns(PLACE, "us-east-1", SPOT));
  }

  @Test
  void shouldMintANewTokenForAStaleOne() {
    assertThat(refusal("IdempotentInstanceTerminated", 400)).isEqualTo(new Verdict.NewToken());
  }

  private static boolean closed(String code, Place place) {
    return Verdicts.afterRefusal(called(1), Refusals.of(code, 400), NOW)
            instanceof Verdict.Settled settled
        && settled.closures().stream().anyMatch(c -> c.concerns(place, "us-east-1", SPOT));
  }

  private static Verdict refusal(String code, int status) {
    return Verdicts.afterRefusal(called(1), Refusals.of(code, status), NOW);
  }

  private static Verdicts.Called called(int runners) {
    return new Verdicts.Called(runners(runners), SPOT, "us-east-1", List.of(PLACE), BACK_OFF);
  }

  private static List<RunnerId> runners(int count) {
    return IntStream.range(0, count).mapToObj(i -> new RunnerId("r" + i)).toList();
  }

  private static List<FleetReply.Machine> machines(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new FleetReply.Machine(
                    new InstanceId("i-%017x".formatted(i)),
                    new Offering("m7i.large", "us-east-1a", SPOT)))
        .toList();
  }
}
