package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.scaler.documents.JsonBody;
import org.tomlj.TomlTable;

/**
 * {@code [runners.runnerfleet]}: what a pool needs that config.toml has no key for, in the pool
 * file's keys, so that one file does for both. GitLab Runner passes over tables that it does not
 * know.
 */
final class OwnKeys {

  private OwnKeys() {}

  static ObjectNode of(Keys entry, String name) {
    ObjectNode own =
        entry
            .table(RunnerEntry.OWN)
            .map(Keys::raw)
            .map(OwnKeys::json)
            .orElseGet(JsonNodeFactory.instance::objectNode);
    own.put("name", own.path("name").asText(name));
    return own;
  }

  private static ObjectNode json(TomlTable table) {
    try {
      return (ObjectNode) JsonBody.parse(table.toJson());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("TOML that was read is not to be had as JSON", e);
    }
  }
}
