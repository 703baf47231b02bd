package dev.runnerfleet.scaler.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import java.util.Set;

/** What all pools together must keep to, as the pool file's {@code fleet} has it. */
public final class FleetDocument {

  private FleetDocument() {}

  /** Reads a document of its own. */
  public static FleetLimits read(JsonNode node) {
    return read("", node);
  }

  static FleetLimits read(String path, JsonNode node) {
    Section fleet = Section.of(path, node, Set.of("max-runners", "budget"));
    return new FleetLimits(fleet.number("max-runners", 0).orElse(0), PoolReader.budget(fleet));
  }

  /** Writes what {@link #read} reads. */
  public static ObjectNode write(FleetLimits limits) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("max-runners", limits.maxRunners());
    if (!limits.budget().equals(Budget.NONE)) {
      PoolWriter.putBudget(node, limits.budget());
    }
    return node;
  }
}
