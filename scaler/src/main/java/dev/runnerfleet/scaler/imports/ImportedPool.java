package dev.runnerfleet.scaler.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.pool.PoolSpec;
import java.util.List;
import java.util.Optional;

/**
 * What became of a {@code [[runners]]} entry.
 *
 * @param document in the pool file's form
 * @param pool the same read; none while keys are missing
 */
public record ImportedPool(ObjectNode document, Optional<PoolSpec> pool, List<Missing> missing) {

  public ImportedPool {
    missing = List.copyOf(missing);
  }

  public String name() {
    return document.path("name").asText();
  }
}
