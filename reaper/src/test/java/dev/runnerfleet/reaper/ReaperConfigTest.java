package dev.runnerfleet.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class ReaperConfigTest {

  @Test
  void shouldHaveADefaultForEveryKey() {
    // When
    ReaperConfig config = read(Map.of());

    // Then
    assertThat(config.fleetName()).isEqualTo("runnerfleet");
    assertThat(config.drainGrace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.drainInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.registrationTime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.sweepInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.gitlab().url()).isEqualTo(URI.create("http://localhost:8090/gitlab"));
    assertThat(config.gitlab().token()).isEqualTo("unset");
    assertThat(config.ec2().endpoint()).isEmpty();
  }

  @Test
  void shouldRefuseAValueThatCannotBe() {
    assertThatThrownBy(() -> ReaperSettings.check(read(Map.of("runnerfleet.sweep-interval", "0s"))))
        .hasMessage("runnerfleet.sweep-interval is PT0S; expected 1s or longer");
    assertThatThrownBy(() -> ReaperSettings.check(read(Map.of("runnerfleet.fleet-name", "a b"))))
        .hasMessageStartingWith("runnerfleet.fleet-name is \"a b\"; expected");
  }

  private static ReaperConfig read(Map<String, String> values) {
    ConfigSource source = new PropertiesConfigSource(values, "test", 100);
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(
            Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
        .withSources(source)
        .withMapping(ReaperConfig.class)
        .build()
        .getConfigMapping(ReaperConfig.class);
  }
}
