package dev.runnerfleet.replay.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.util.Arrays;
import java.util.List;

/**
 * A key of the pool file and the values that it is to be tried with, in every pool.
 *
 * @param key with its section, such as {@code capacity.idle-time}; one of capacity may go without
 */
record Sweep(String key, List<String> values) {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String FORM =
      "a pool's key and values for it, such as capacity.idle-time=5m,10m,20m";

  /**
   * Reads {@code KEY=V1,V2,…}.
   *
   * @throws InvalidValueException of the field {@code --sweep}
   */
  static Sweep parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new InvalidValueException("--sweep", text, FORM);
    }
    String key = text.substring(0, equals).strip();
    List<String> values =
        Arrays.stream(text.substring(equals + 1).split(",", -1)).map(String::strip).toList();
    if (values.contains("")) {
      throw new InvalidValueException("--sweep", text, FORM);
    }
    return new Sweep(key.contains(".") ? key : "capacity." + key, values);
  }

  /**
   * The pool file with one of the values.
   *
   * @throws InvalidValueException naming what the pool file has no such key or value for
   */
  PoolFile with(String value, String yaml) {
    try {
      JsonNode document = YAML.readTree(yaml);
      for (JsonNode pool : document.path("pools")) {
        set(pool, value);
      }
      return PoolFile.read(YAML.writeValueAsString(document));
    } catch (InvalidValueException e) {
      // Its line would be one of the document written for this value, which nobody has seen.
      throw e.field().equals("--sweep")
          ? e
          : e.onLine(0).at("--sweep %s=%s: %s".formatted(key, value, e.field()));
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("--sweep", key + "=" + value, FORM);
    }
  }

  private void set(JsonNode pool, String value) throws JsonProcessingException {
    String[] path = key.split("\\.", -1);
    JsonNode at = pool;
    for (int i = 0; i < path.length - 1; i++) {
      if (!at.has(path[i]) && at instanceof ObjectNode parent) {
        parent.putObject(path[i]);
      }
      at = at.path(path[i]);
    }
    if (!(at instanceof ObjectNode section)) {
      throw new InvalidValueException("--sweep", key, "a key within a mapping of a pool");
    }
    section.set(path[path.length - 1], YAML.readTree(value));
  }
}
