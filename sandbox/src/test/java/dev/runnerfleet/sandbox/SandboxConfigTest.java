package dev.runnerfleet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxConfigTest {
  @Test
  void shouldHaveADefaultForEveryKey() {
    // When
    SandboxConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(SandboxConfig.class)
            .withConverter(Duration.class, 200, SandboxConfigTest::duration)
            .build()
            .getConfigMapping(SandboxConfig.class);

    // Then
    assertThat(config.webhookSecret()).isEmpty();
    assertThat(config.sandbox().account()).isEqualTo("123456789012");
    assertThat(config.sandbox().region()).isEqualTo("us-east-1");
    assertThat(config.sandbox().bootTime()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.sandbox().certificatesDir()).isEmpty();
    assertThat(config.sandbox().webhookUrl()).isEmpty();
    assertThat(config.sandbox().sqsPort()).isEqualTo(9324);
    assertThat(config.sandbox().queue()).isEqualTo("runnerfleet");
    assertThat(config.sandbox().gitlabRequestsPerMinute()).isZero();
    assertThat(config.sandbox().runnerRequestsPerMinute()).isZero();
    assertThat(config.sandbox().disableFailingWebhooks()).isTrue();
    assertThat(config.sandbox().heedNotices()).isTrue();
    assertThat(config.sandbox().seed()).isEqualTo(20260101);
    var ec2 = config.sandbox().ec2();
    assertThat(ec2.spotData()).isEmpty();
    assertThat(ec2.spotVcpus()).isEqualTo(20_000);
    assertThat(ec2.interruptionFactor()).isZero();
    assertThat(ec2.spotVcpuQuota()).isEmpty();
    assertThat(ec2.onDemandVcpuQuota()).isEmpty();
    assertThat(ec2.createFleetBurst()).isEqualTo(5);
    assertThat(ec2.createFleetPerSecond()).isEqualTo(2);
    assertThat(ec2.hiddenAfterLaunch()).isZero();
    assertThat(ec2.shownAfterEnd()).isEqualTo(Duration.ofHours(1));
    assertThat(ec2.pageTokenLife()).isEqualTo(Duration.ofHours(1));
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text);
  }
}
