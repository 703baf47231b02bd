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
    assertThat(config.webhookSigningToken()).isEmpty();
    assertThat(config.webhookUrl()).isEmpty();
    assertThat(config.pollSilentInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.hooks().interval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.hooks().enable()).isFalse();
    assertThat(config.gitlab().requestsPerMinute()).isEqualTo(600);
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
            Map.ofEntries(
                Map.entry("runnerfleet.webhook-secret", "s"),
                Map.entry("runnerfleet.webhook-signing-token", "whsec_AAAA"),
                Map.entry("runnerfleet.webhook-url", "https://fleet.example/webhooks/gitlab"),
                Map.entry("runnerfleet.poll-interval", "1m"),
                Map.entry("runnerfleet.poll-silent-interval", "2m"),
                Map.entry("runnerfleet.hooks.interval", "3m"),
                Map.entry("runnerfleet.hooks.enable", "true"),
                Map.entry("runnerfleet.keep-history", "2d"),
                Map.entry("runnerfleet.gitlab.url", "https://gitlab.example/git"),
                Map.entry("runnerfleet.gitlab.token", "t"),
                Map.entry("runnerfleet.gitlab.requests-per-minute", "60"),
                Map.entry("runnerfleet.gitlab.projects", "a/b,42"),
                Map.entry("runnerfleet.gitlab.groups", "c")));

    // Then
    assertThat(config.webhookSecret()).contains("s");
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.keepHistory()).isEqualTo(Duration.ofDays(2));
    assertThat(config.webhookSigningToken()).contains("whsec_AAAA");
    assertThat(config.webhookUrl()).contains(URI.create("https://fleet.example/webhooks/gitlab"));
    assertThat(config.pollSilentInterval()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.hooks().interval()).isEqualTo(Duration.ofMinutes(3));
    assertThat(config.hooks().enable()).isTrue();
    assertThat(config.gitlab().requestsPerMinute()).isEqualTo(60);
    assertThat(config.gitlab().url()).isEqualTo(URI.create("https://gitlab.example/git"));
    assertThat(config.gitlab().token()).contains("t");
    assertThat(config.gitlab().projects()).contains(List.of("a/b", "42"));
    assertThat(config.gitlab().groups()).contains(List.of("c"));
  }

  @ParameterizedTest
  @CsvSource({
    "runnerfleet.poll-interval, 10ms, from 1s",
    "runnerfleet.keep-history, 1s, from 1h",
    "runnerfleet.poll-silent-interval, 10ms, from 1s",
    "runnerfleet.hooks.interval, 10ms, from 1s",
    "runnerfleet.gitlab.requests-per-minute, 1, from 20",
    "runnerfleet.webhook-url, fleet.example, an http or https address",
    "runnerfleet.webhook-signing-token, secret, whsec_",
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
