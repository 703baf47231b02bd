package dev.runnerfleet.scaler;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScalerConfigTest {

  @Test
  void shouldHaveADefaultForEveryKey() {
    // When
    ScalerConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(ScalerConfig.class)
            .build()
            .getConfigMapping(ScalerConfig.class);

    // Then
    assertThat(config.pools()).isEmpty();
    assertThat(config.decisionInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.keepHistory()).isEqualTo(Duration.ofDays(7));
  }
}
