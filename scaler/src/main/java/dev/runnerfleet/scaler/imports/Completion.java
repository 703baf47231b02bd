package dev.runnerfleet.scaler.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.documents.PoolReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells whether a draft is a pool, or what it lacks. */
final class Completion {

  /** What stands in for a key that is missing, so that the rest can be read and checked too. */
  private static final Map<String, String> STAND_INS =
      Map.of(
          "region", "us-east-1",
          "gitlab.scope", "instance",
          "machine.image", "ami-0",
          "machine.instance-types", "[m7i.large]",
          "machine.subnets", "[subnet-0]");

  private static final String TAGS =
      "the tags of the runner in GitLab, which config.toml does not hold, or match.run-untagged";

  private Completion() {}

  /**
   * Reads a draft.
   *
   * @throws InvalidValueException when a value that is there cannot be taken
   */
  static ImportedPool of(ObjectNode document, Map<String, String> wanted) {
    Map<String, String> missing = new LinkedHashMap<>();
    ObjectNode whole = document.deepCopy();
    if (at(document, "gitlab.scope").isMissingNode()) {
      want(
          "gitlab.scope",
          "one of instance, group, project; with gitlab.id for the latter",
          missing,
          whole);
    }
    if (at(document, "match.tags").isEmpty() && !at(document, "match.run-untagged").asBoolean()) {
      missing.put("match.tags", TAGS);
      whole.withObjectProperty("match").put("run-untagged", true);
    }
    wanted.forEach(
        (key, expected) -> {
          if (at(document, key).isMissingNode()) {
            want(key, expected, missing, whole);
          }
        });
    PoolSpec pool = read(whole, missing);
    List<Missing> list = new ArrayList<>();
    missing.forEach((key, expected) -> list.add(new Missing(key, expected)));
    return new ImportedPool(document, list.isEmpty() ? Optional.of(pool) : Optional.empty(), list);
  }

  private static PoolSpec read(ObjectNode whole, Map<String, String> missing) {
    PoolName name = new PoolName(whole.path("name").asText());
    while (true) {
      try {
        return PoolReader.read(name, whole);
      } catch (InvalidValueException e) {
        if (e.value().isPresent() || missing.containsKey(e.field())) {
          throw e;
        }
        want(e.field(), e.expected(), missing, whole);
      }
    }
  }

  private static void want(
      String key, String expected, Map<String, String> missing, ObjectNode whole) {
    missing.put(key, expected);
    String standIn = STAND_INS.get(key);
    if (standIn != null) {
      Settings.parse(key + "=" + standIn).over(whole);
    }
  }

  private static JsonNode at(ObjectNode document, String key) {
    JsonNode node = document.at('/' + key.replace('.', '/'));
    return node.isNull() ? JsonNodeFactory.instance.missingNode() : node;
  }
}
