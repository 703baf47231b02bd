package dev.runnerfleet.scaler.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.imports.entry.Draft;
import java.util.List;

/**
 * Pool keys given beside a config.toml, as {@code KEY=VALUE}: the key's path in the pool file, and
 * a value in YAML, such as {@code machine.subnets=[subnet-0a]}. They hold for every pool of the
 * file, and before what it says itself.
 */
public record Settings(ObjectNode document) {

  private static final YAMLMapper YAML = new YAMLMapper();

  public static final Settings NONE = new Settings(JsonNodeFactory.instance.objectNode());

  /**
   * Reads settings.
   *
   * @throws InvalidValueException of the field {@code set} when one is none
   */
  public static Settings parse(List<String> all) {
    Settings settings = new Settings(JsonNodeFactory.instance.objectNode());
    all.forEach(each -> settings.put(each));
    return settings;
  }

  static Settings parse(String one) {
    return parse(List.of(one));
  }

  void over(ObjectNode pool) {
    Draft.merge(pool, document);
  }

  private void put(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1 || setting.startsWith("name=")) {
      throw new InvalidValueException(
          "set", setting, "KEY=VALUE with a pool's key, such as gitlab.scope=instance");
    }
    String[] path = setting.substring(0, equals).split("\\.", -1);
    ObjectNode node = document;
    for (int i = 0; i < path.length - 1; i++) {
      node = node.withObjectProperty(path[i]);
    }
    node.set(path[path.length - 1], value(setting, setting.substring(equals + 1)));
  }

  private static JsonNode value(String setting, String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("set", setting, "a value in YAML");
    }
  }
}
