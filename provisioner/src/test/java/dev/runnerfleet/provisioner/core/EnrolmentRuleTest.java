package dev.runnerfleet.provisioner.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.provisioner.core.EnrolmentRule.Denial;
import dev.runnerfleet.provisioner.core.EnrolmentRule.Launch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnrolmentRuleTest {

  private static final Instant LAUNCHED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TIME = Duration.ofMinutes(10);
  private static final Launch LAUNCH = new Launch("us-east-1", LAUNCHED, false);

  @Test
  void shouldLetInWhoWasLaunchedLately() {
    assertThat(denial("123456789012", "us-east-1", LAUNCH, 10)).isEmpty();
  }

  @Test
  void shouldSayWhyNot() {
    assertThat(denial("123456789012", "us-east-1", LAUNCH, 11)).contains(Denial.TOO_LATE);
    assertThat(denial("210987654321", "us-east-1", LAUNCH, 1)).contains(Denial.FOREIGN_ACCOUNT);
    assertThat(denial("123456789012", "eu-west-1", LAUNCH, 1)).contains(Denial.FOREIGN_REGION);
    assertThat(denial("123456789012", "us-east-1", new Launch("us-east-1", LAUNCHED, true), 1))
        .contains(Denial.RUNNER_CLOSED);
  }

  private static Optional<Denial> denial(
      String account, String region, Launch launch, int minutes) {
    return EnrolmentRule.denial(
        new IdentityDocument(account, region, new InstanceId("i-0123456789abcdef0")),
        launch,
        "123456789012",
        TIME,
        LAUNCHED.plus(Duration.ofMinutes(minutes)));
  }
}
