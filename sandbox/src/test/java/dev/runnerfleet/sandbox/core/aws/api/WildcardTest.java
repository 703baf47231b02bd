package dev.runnerfleet.sandbox.core.aws.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
  @ParameterizedTest
  @CsvSource({
    "runnerfleet-*, runnerfleet-linux, true",
    "*, anything, true",
    "m?i.large, m7i.large, true",
    "m?i.large, m77i.large, false",
    "plain, plain, true",
    "plain, Plain, false",
    "a.c, abc, false",
    "a\\*c, a*c, true",
    "a\\*c, abc, false",
  })
  void shouldMatchAsAwsDoes(String pattern, String text, boolean matches) {
    // When
    boolean matched = Wildcard.anyOf(List.of("other", pattern)).test(text);

    // Then
    assertThat(matched).isEqualTo(matches);
  }
}
