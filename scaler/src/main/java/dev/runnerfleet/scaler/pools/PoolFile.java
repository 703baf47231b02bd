package dev.runnerfleet.scaler.pools;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pool file: a YAML mapping with the list {@code pools}. */
public final class PoolFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private PoolFile() {}

  /**
   * Reads the pools, in the file's order, each as its first revision.
   *
   * @throws InvalidValueException with the path of what is wrong
   */
  public static List<PoolSpec> read(String yaml) {
    Section file = Section.of("", parse(yaml), Set.of("pools"));
    if (!file.has("pools")) {
      throw new InvalidValueException("pools", "absent", "a list of pools");
    }
    List<PoolSpec> pools =
        file.list("pools", "a list of pools", item -> PoolReader.read(item.path(), item.node()));
    Set<PoolName> names = new HashSet<>();
    for (int i = 0; i < pools.size(); i++) {
      if (!names.add(pools.get(i).name())) {
        throw new InvalidValueException(
            "pools[" + i + "].name", pools.get(i).name().value(), "a name of its own");
      }
    }
    return pools;
  }

  /** Writes what {@link #read} reads. */
  public static String write(Collection<PoolSpec> pools) {
    ObjectNode file = YAML.createObjectNode();
    ArrayNode list = file.putArray("pools");
    pools.forEach(pool -> list.add(PoolWriter.write(pool)));
    try {
      return YAML.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Pools cannot be written", e);
    }
  }

  private static JsonNode parse(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("document", at(e.getLocation()), "well-formed YAML");
    }
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? "unreadable"
        : "broken at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
