package dev.runnerfleet.jobwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.hook.Signature;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String TIME = "1700000000";
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldBelieveWhoeverKnowsTheSecretWhereOnlyThatIsSet() {
    WebhookSecret secret = secret(Map.of("runnerfleet.webhook-secret", "s"));

    assertThat(secret.matches(unsigned("s"), BODY)).isTrue();
    assertThat(secret.matches(unsigned("t"), BODY)).isFalse();
    assertThat(secret.matches(unsigned(null), BODY)).isFalse();
    assertThat(secret.key(unsigned("s"))).contains("key");
  }

  @Test
  void shouldWantASignatureWhereAKeyIsSetAndCountByWhatIsSigned() {
    WebhookSecret secret = secret(Map.of("runnerfleet.webhook-signing-token", KEY));

    assertThat(secret.matches(signed(null), BODY)).isTrue();
    assertThat(secret.matches(unsigned("s"), BODY)).isFalse();
    assertThat(secret.key(signed(null))).contains("id");
  }

  @Test
  void shouldWantBothWhereBothAreSet() {
    WebhookSecret secret =
        secret(Map.of("runnerfleet.webhook-secret", "s", "runnerfleet.webhook-signing-token", KEY));

    assertThat(secret.matches(signed("s"), BODY)).isTrue();
    assertThat(secret.matches(signed("t"), BODY)).isFalse();
    assertThat(secret.matches(unsigned("s"), BODY)).isFalse();
  }

  private static WebhookHeaders unsigned(@Nullable String token) {
    return new WebhookHeaders(token, "key", null, null, null);
  }

  private static WebhookHeaders signed(@Nullable String token) {
    String signature = Signature.of("key", KEY).sign("id", TIME, BODY);
    return new WebhookHeaders(token, "key", "id", TIME, signature);
  }

  private static WebhookSecret secret(Map<String, String> settings) {
    WatcherConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(WatcherConfig.class)
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build()
            .getConfigMapping(WatcherConfig.class);
    return new WebhookSecret(config, Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
