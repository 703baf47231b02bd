package dev.runnerfleet.jobwatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatcherConfigTest {

  @Test
  void shouldHaveADefaultForEveryKey() {
    // When
    WatcherConfig config = read(Map.of());

    // Then
    assertThat(config.webhookSecret()).isEmpty();
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.keepHistory()).isEqualTo(Duration.ofDays(7));
    assertThat(config.gitlab().url()).isEqualTo(URI.create("http://localhost:8090/gitlab"));
    assertThat(config.gitlab().token()).isEmpty();
    assertThat(config.gitlab().projects()).isEmpty();
    assertThat(config.gitlab().groups()).isEmpty();
    SettingsAtStart.check(config);
  }

  @Test
  void shouldReadEveryKey() {
    // When
    WatcherConfig config =
        read(
            Map.of(
                "runnerfleet.webhook-secret", "s",
                "runnerfleet.poll-interval", "1m",
                "runnerfleet.keep-history", "2d",
                "runnerfleet.gitlab.url", "https://gitlab.example/git",
                "runnerfleet.gitlab.token", "t",
                "runnerfleet.gitlab.projects", "a/b,42",
                "runnerfleet.gitlab.groups", "c"));

    // Then
    assertThat(config.webhookSecret()).contains("s");
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.keepHistory()).isEqualTo(Duration.ofDays(2));
    assertThat(config.gitlab().url()).isEqualTo(URI.create("https://gitlab.example/git"));
    assertThat(config.gitlab().token()).contains("t");
    assertThat(config.gitlab().projects()).contains(List.of("a/b", "42"));
    assertThat(config.gitlab().groups()).contains(List.of("c"));
  }

  @ParameterizedTest
  @CsvSource({
    "runnerfleet.poll-interval, 10ms, from 1s",
    "runnerfleet.keep-history, 1s, from 1h",
    "runnerfleet.gitlab.url, gitlab.example, an http or https address",
  })
  void shouldRefuseWhatCouldNeverWork(String key, String value, String expected) {
    WatcherConfig config = read(Map.of(key, value));

    assertThatThrownBy(() -> SettingsAtStart.check(config))
        .hasMessageContaining(key)
        .hasMessageContaining(expected);
  }

  private static WatcherConfig read(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(WatcherConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(WatcherConfig.class);
  }
}
