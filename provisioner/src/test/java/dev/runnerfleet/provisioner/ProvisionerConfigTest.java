package dev.runnerfleet.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvisionerConfigTest {

  @Test
  void shouldWorkOnOneMachineWithoutAnySetting() {
    // When
    ProvisionerConfig config = read(Map.of());

    // Then
    SettingsAtStart.check(config);
    assertThat(config.fleetName()).isEqualTo("runnerfleet");
    assertThat(config.enrolmentUrl()).isEqualTo(URI.create("http://localhost:8083/enrolments"));
    assertThat(config.reportUrl()).isEqualTo(URI.create("http://localhost:8084/reports"));
    assertThat(config.registrationTime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.identityCertificates()).isEmpty();
    assertThat(config.awsAccount()).isEmpty();
    assertThat(config.gitlab().url()).isEqualTo(URI.create("http://localhost:8090/gitlab"));
    assertThat(config.gitlab().token()).isEmpty();
    assertThat(config.ec2().endpoint()).isEmpty();
    assertThat(config.ec2().createFleetBurst()).isEqualTo(5);
    assertThat(config.ec2().createFleetPerSecond()).isEqualTo(2);
    assertThat(config.ec2().limits()).isEmpty();
    assertThat(config.spotBreaker().troubles()).isEqualTo(5);
    assertThat(config.spotBreaker().window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.spotBreaker().openFor()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void shouldRefuseAValueThatCannotBe() {
    assertThatThrownBy(() -> check("runnerfleet.fleet-name", "a b"))
        .hasMessageStartingWith("runnerfleet.fleet-name is \"a b\"; expected");
    assertThatThrownBy(() -> check("runnerfleet.registration-time", "0s"))
        .hasMessageStartingWith("runnerfleet.registration-time is PT0S; expected");
    assertThatThrownBy(() -> check("runnerfleet.ec2.create-fleet-burst", "0"))
        .hasMessageStartingWith("runnerfleet.ec2.create-fleet-burst is 0.0; expected");
    assertThatThrownBy(() -> check("runnerfleet.identity-certificates", "/nowhere"))
        .hasMessageStartingWith("runnerfleet.identity-certificates is /nowhere; expected");
    assertThatThrownBy(() -> check("runnerfleet.enrolment-url", "somewhere"))
        .hasMessageStartingWith("runnerfleet.enrolment-url is somewhere; expected");
    assertThatThrownBy(() -> check("runnerfleet.report-url", "somewhere"))
        .hasMessageStartingWith("runnerfleet.report-url is somewhere; expected");
  }

  private static void check(String key, String value) {
    SettingsAtStart.check(read(Map.of(key, value)));
  }

  private static ProvisionerConfig read(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .withMapping(ProvisionerConfig.class)
        .build()
        .getConfigMapping(ProvisionerConfig.class);
  }
}
