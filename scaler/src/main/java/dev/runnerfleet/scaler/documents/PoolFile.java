package dev.runnerfleet.scaler.documents;

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
import dev.runnerfleet.scaler.core.FleetLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pool file: a YAML mapping with the list {@code pools} and, where all of them together have
 * limits, {@code fleet}.
 *
 * @param pools in the file's order, each as its first revision
 */
public record PoolFile(Optional<FleetLimits> fleet, List<PoolSpec> pools) {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  public PoolFile {
    pools = List.copyOf(pools);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidValueException with the path of what is wrong, and its line
   */
  public static PoolFile read(String yaml) {
    JsonNode document = parse(yaml);
    try {
      return read(document);
    } catch (InvalidValueException e) {
      throw lines(yaml).locate(e);
    }
  }

  private static PoolFile read(JsonNode document) {
    Section file = Section.of("", document, Set.of("pools", "fleet"));
    if (!file.has("pools")) {
      throw InvalidValueException.missing("pools", "a list of pools");
    }
    Optional<FleetLimits> fleet =
        file.has("fleet")
            ? Optional.of(FleetDocument.read("fleet", file.get("fleet")))
            : Optional.empty();
    List<PoolSpec> pools =
        file.list("pools", "a list of pools", item -> PoolReader.read(item.path(), item.node()));
    Set<PoolName> names = new HashSet<>();
    for (int i = 0; i < pools.size(); i++) {
      if (!names.add(pools.get(i).name())) {
        throw new InvalidValueException(
            "pools[" + i + "].name", pools.get(i).name().value(), "a name of its own");
      }
    }
    return new PoolFile(fleet, pools);
  }

  /** Writes what {@link #read} reads. */
  public String write() {
    return write(fleet.map(FleetDocument::write), pools.stream().map(PoolWriter::write).toList());
  }

  /** Writes pools that are documents already. */
  public static String write(Optional<ObjectNode> fleet, Collection<ObjectNode> pools) {
    ObjectNode file = YAML.createObjectNode();
    fleet.ifPresent(limits -> file.set("fleet", limits));
    ArrayNode list = file.putArray("pools");
    pools.forEach(list::add);
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

  private static Lines lines(String yaml) {
    try (JsonParser parser = YAML.createParser(yaml)) {
      return Lines.of(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("What was read once cannot be read again", e);
    }
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? "unreadable"
        : "broken at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
