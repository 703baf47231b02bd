package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.documents.FleetDocument;
import dev.runnerfleet.scaler.documents.PoolFile;
import dev.runnerfleet.scaler.imports.Import;
import dev.runnerfleet.scaler.imports.ImportedPool;
import dev.runnerfleet.scaler.imports.Missing;
import dev.runnerfleet.scaler.imports.entry.Refusal;
import dev.runnerfleet.scaler.imports.entry.Warning;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a config.toml.
 *
 * @param fleet what all pools together must keep to
 * @param pools in the pool file's form; those under {@code incomplete} lack keys
 * @param incomplete the pools that are not stored, with what they lack
 * @param stored the names of the pools that were stored; none in a dry run
 * @param planned what would be decided; in a dry run only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportAnswer(
    @Nullable ObjectNode fleet,
    List<ObjectNode> pools,
    List<Incomplete> incomplete,
    List<Refusal> refused,
    List<Warning> warnings,
    List<String> stored,
    @Nullable List<Planned> planned) {

  /** A pool, and what it cannot do without. */
  record Incomplete(String pool, List<Missing> missing) {}

  static ImportAnswer of(Import imported, List<PoolSpec> stored) {
    return of(imported, stored.stream().map(spec -> spec.name().value()).toList(), null);
  }

  static ImportAnswer ofPlan(Import imported, List<Planned> planned) {
    return of(imported, List.of(), planned);
  }

  private static ImportAnswer of(
      Import imported, List<String> stored, @Nullable List<Planned> planned) {
    return new ImportAnswer(
        imported.fleet().map(FleetDocument::write).orElse(null),
        imported.pools().stream().map(ImportedPool::document).toList(),
        imported.pools().stream()
            .filter(pool -> pool.pool().isEmpty())
            .map(pool -> new Incomplete(pool.name(), pool.missing()))
            .toList(),
        imported.refused(),
        imported.warnings(),
        stored,
        planned);
  }

  /** The same as a pool file, with the rest in comments. */
  String yaml() {
    StringBuilder text = new StringBuilder();
    for (Incomplete pool : incomplete) {
      for (Missing key : pool.missing()) {
        comment(
            text,
            "to be completed: %s of %s, %s".formatted(key.key(), pool.pool(), key.expected()));
      }
    }
    for (Refusal refusal : refused) {
      comment(
          text,
          "line %d: %s is refused, %s".formatted(refusal.line(), refusal.name(), refusal.reason()));
    }
    for (Warning warning : warnings) {
      comment(text, "line %d: %s, %s".formatted(warning.line(), warning.key(), warning.reason()));
    }
    return text + PoolFile.write(Optional.ofNullable(fleet), pools);
  }

  private static void comment(StringBuilder text, String sentence) {
    text.append("# ").append(sentence.replaceAll("\\R", " ")).append('\n');
  }
}
