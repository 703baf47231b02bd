package dev.runnerfleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** INVARIANTS.md names tests that there are. */
class InvariantsTest {

  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void shouldNameTestsThatThereAre() throws IOException {
    // Given
    String invariants = Files.readString(Repository.root().resolve("INVARIANTS.md"));
    List<Path> tests = testSources();

    // When
    List<MatchResult> named = NAMED_TEST.matcher(invariants).results().toList();

    // Then
    assertThat(named).hasSizeGreaterThan(10);
    for (MatchResult test : named) {
      assertThat(tests)
          .filteredOn(file -> file.endsWith(test.group(1) + ".java"))
          .as(test.group())
          .hasSize(1)
          .allSatisfy(file -> assertThat(file).content().contains("void " + test.group(2) + "("));
    }
  }

  private static List<Path> testSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Repository.root())) {
      for (Path module : modules.map(each -> each.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          try (Stream<Path> files = Files.walk(module)) {
            files.filter(file -> file.toString().endsWith("Test.java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }
}
