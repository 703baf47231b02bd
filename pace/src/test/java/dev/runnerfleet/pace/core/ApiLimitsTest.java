package dev.runnerfleet.pace.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "CreateFleet, 5, 2",
    "LaunchedInstances, 1000, 2",
    "TerminateInstances, 100, 5",
    "TerminatedInstances, 1000, 20",
    "CreateTags, 100, 10",
    "CreateLaunchTemplate, 50, 5",
    "CreateLaunchTemplateVersion, 100, 5",
    "DeleteLaunchTemplateVersions, 50, 5",
    "DescribeInstances, 100, 20",
    "DescribeSpotPriceHistory, 100, 20"
  })
  void shouldBeginWithWhatAwsPublishes(String action, double burst, double perSecond) {
    assertThat(new Limits(Map.of()).of(action)).isEqualTo(new Limit(burst, perSecond));
  }

  @ParameterizedTest
  @CsvSource({"create-tags", "CreateTags", "createtags"})
  void shouldTakeWhatTheOperatorKnowsBetterHoweverItIsWritten(String name) {
    assertThat(new Limits(Map.of(name, new Limit(7, 3))).of("CreateTags"))
        .isEqualTo(new Limit(7, 3));
    assertThat(Limits.isLimited(name)).isTrue();
  }

  @Property(tries = 300)
  void shouldWaitBetweenTheShortestAndThreeTimesTheWaitBefore(
      @ForAll @IntRange(max = 60_000) int beforeMillis,
      @ForAll @DoubleRange(max = 1) double drawn) {
    // When
    Duration wait = Jitter.next(Duration.ofMillis(beforeMillis), drawn);

    // Then
    assertThat(wait).isBetween(Jitter.SHORTEST, Jitter.LONGEST);
    assertThat(wait.toMillis()).isLessThanOrEqualTo(Math.max(1000, 3L * beforeMillis));
  }
}
