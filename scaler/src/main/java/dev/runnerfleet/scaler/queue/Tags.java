package dev.runnerfleet.scaler.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.topic.Json;
import java.util.Set;

/** A set of tags as one text, the same for equal sets. */
final class Tags {

  private static final JsonMapper JSON = Json.mapper();

  private Tags() {}

  static String write(Set<String> tags) {
    try {
      return JSON.writeValueAsString(tags.stream().sorted().toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Tags cannot be written", e);
    }
  }

  static Set<String> read(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Set<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Tags cannot be read: " + text, e);
    }
  }
}
