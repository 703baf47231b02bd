package dev.runnerfleet.scaler.decisions;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecisionLoopTest {

  @Test
  void shouldDecideAtLeastEveryTenSeconds() {
    assertThatCode(() -> DecisionLoop.check(Duration.ofSeconds(10))).doesNotThrowAnyException();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> DecisionLoop.check(Duration.ofSeconds(11)))
        .withMessage("runnerfleet.decision-interval is PT11S; expected PT1S to PT10S");
  }
}
