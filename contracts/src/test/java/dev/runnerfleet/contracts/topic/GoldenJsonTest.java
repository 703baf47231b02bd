package dev.runnerfleet.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on the wire stays as the golden files have it: a change needs a new topic version. */
class GoldenJsonTest {

  private static final JsonMapper JSON = Json.mapper();

  static List<Samples.Sample<?>> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldWriteEveryMessageAsItsGoldenFileHasIt(Samples.Sample<?> sample) throws IOException {
    assertThat(JSON.readTree(sample.encoded())).isEqualTo(JSON.readTree(golden(sample.name())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadEveryMessageFromItsGoldenFile(Samples.Sample<?> sample) throws IOException {
    assertThat((Object) sample.decoded(golden(sample.name()))).isEqualTo(sample.message());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldIgnoreAFieldThatANewerWriterAdds(Samples.Sample<?> sample) {
    String newer = sample.encoded().replaceFirst("\\{", "{\"addedLater\":{\"deep\":[1]},");

    assertThat((Object) sample.decoded(newer)).isEqualTo(sample.message());
  }

  @Test
  void shouldHaveASampleOfEveryMemberOfEveryTopic() {
    List<Class<?>> members = new ArrayList<>();
    for (Topic<?> topic : Topic.all()) {
      Class<?> type = topic.valueType();
      members.addAll(type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of(type));
    }

    assertThat(samples().stream().<Class<?>>map(sample -> sample.message().getClass()))
        .containsExactlyInAnyOrderElementsOf(members);
  }

  private static String golden(String name) throws IOException {
    String file = "/golden/" + name + ".json";
    try (InputStream stream = GoldenJsonTest.class.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
