package dev.runnerfleet.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class ProvisionerConfigTest {

  @Test
  void shouldWorkOnOneMachineWithoutAnySetting() {
    // When
    ProvisionerConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(ProvisionerConfig.class)
            .withConverter(Duration.class, 200, minutes())
            .build()
            .getConfigMapping(ProvisionerConfig.class);

    // Then
    assertThat(config.fleetName()).isEqualTo("runnerfleet");
    assertThat(config.enrolmentUrl()).isEqualTo(URI.create("http://localhost:8083/enrolments"));
    assertThat(config.registrationTime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.identityCertificates()).isEmpty();
    assertThat(config.awsAccount()).isEmpty();
    assertThat(config.gitlab().url()).isEqualTo(URI.create("http://localhost:8090/gitlab"));
    assertThat(config.gitlab().token()).isEmpty();
    assertThat(config.ec2().endpoint()).isEmpty();
    assertThat(config.ec2().createFleetBurst()).isEqualTo(5);
    assertThat(config.ec2().createFleetPerSecond()).isEqualTo(2);
  }

  /** As Quarkus reads durations. */
  private static Converter<Duration> minutes() {
    return text -> Duration.parse("PT" + text);
  }
}
