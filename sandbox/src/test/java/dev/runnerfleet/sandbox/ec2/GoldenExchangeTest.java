package dev.runnerfleet.sandbox.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes over EC2's wire, as it stands in {@code src/test/resources/ec2}. To change an exchange,
 * run this with the environment variable {@code GOLDEN_RECORD} set, and read the difference.
 */
class GoldenExchangeTest {
  private static final Path EXCHANGES = Path.of("src", "test", "resources", "ec2");

  static List<Path> exchanges() throws IOException {
    try (Stream<Path> files = Files.list(EXCHANGES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void shouldAnswerAsWrittenDown(Path exchange) throws IOException {
    // Given
    var conversation = new Conversation();

    // When
    String played = conversation.play(Files.readAllLines(exchange));

    // Then
    if (System.getenv("GOLDEN_RECORD") != null) {
      Files.writeString(exchange, played);
    }
    assertThat(played).isEqualTo(Files.readString(exchange));
  }
}
