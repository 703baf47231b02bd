package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A pool's document in the making, and what it cannot do without beyond what every pool needs. */
public final class Draft {

  private final ObjectNode document = JsonNodeFactory.instance.objectNode();
  private final Map<String, String> wanted = new LinkedHashMap<>();

  public Draft(String name) {
    document.put("name", name);
  }

  ObjectNode section(String key) {
    return document.withObjectProperty(key);
  }

  ArrayNode list(String key) {
    return document.withArrayProperty(key);
  }

  void region(String region) {
    document.put("region", region);
  }

  /** Asks for a key, by its path. */
  void want(String key, String expected) {
    wanted.put(key, expected);
  }

  public Map<String, String> wanted() {
    return wanted;
  }

  public ObjectNode document() {
    return document;
  }

  static ArrayNode texts(Collection<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  /** Lays one document over another: mappings are merged, everything else is replaced. */
  public static void merge(ObjectNode under, ObjectNode over) {
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      JsonNode value = entry.getValue();
      if (value instanceof ObjectNode mapping
          && under.get(entry.getKey()) instanceof ObjectNode inner) {
        merge(inner, mapping);
      } else {
        under.set(entry.getKey(), value.deepCopy());
      }
    }
  }
}
