package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GitLab's rule: {@code (run_untagged or job has tags) and job.tags ⊆ runner.tags}. */
class MatchingTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      value = {
        // runner's tags, untagged too, protected only | job's tags, protected ref | taken
        "docker,linux | true  | false | docker,linux | false | true",
        "docker,linux | true  | false | docker       | false | true",
        "docker,linux | true  | false | ''           | false | true",
        "docker,linux | false | false | ''           | false | false",
        "docker,linux | false | false | docker       | false | true",
        "docker       | true  | false | docker,linux | false | false",
        "docker       | true  | false | Docker       | false | false",
        "''           | true  | false | ''           | false | true",
        "''           | true  | false | docker       | false | false",
        "docker       | true  | true  | docker       | false | false",
        "docker       | true  | true  | docker       | true  | true",
        "docker       | true  | true  | ''           | true  | true",
        "docker       | false | true  | ''           | true  | false",
        "docker       | true  | false | docker       | true  | true",
      })
  void shouldMatchTagsAsGitLabDoes(
      String runnerTags,
      boolean runUntagged,
      boolean protectedOnly,
      String jobTags,
      boolean protectedRef,
      boolean taken) {
    // Given
    var access = protectedOnly ? AccessLevel.REF_PROTECTED : AccessLevel.NOT_PROTECTED;
    var settings = TestForge.settings(runUntagged, access, split(runnerTags));

    // When
    boolean matches = settings.matches(List.of(split(jobTags)), protectedRef);

    // Then
    assertThat(matches).isEqualTo(taken);
  }

  private static String[] split(String tags) {
    return Arrays.stream(tags.split(",")).filter(tag -> !tag.isEmpty()).toArray(String[]::new);
  }
}
