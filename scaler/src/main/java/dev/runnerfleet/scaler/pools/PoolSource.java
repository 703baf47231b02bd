package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.documents.PoolFile;
import dev.runnerfleet.scaler.imports.ConfigToml;
import dev.runnerfleet.scaler.imports.Import;
import dev.runnerfleet.scaler.imports.ImportedPool;
import dev.runnerfleet.scaler.imports.Missing;
import dev.runnerfleet.scaler.imports.Settings;
import dev.runnerfleet.scaler.imports.entry.Refusal;
import dev.runnerfleet.scaler.imports.entry.Warning;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Reads the file that the pools come from: a pool file or, by its ending, a config.toml. */
final class PoolSource {

  private static final Logger LOG = Logger.getLogger(PoolSource.class);

  private PoolSource() {}

  /**
   * Reads the text of a file.
   *
   * @throws InvalidValueException with what is wrong, or what a config.toml lacks
   */
  static PoolFile read(Path path, String text) {
    return path.toString().endsWith(".toml") ? toml(path, text) : PoolFile.read(text);
  }

  private static PoolFile toml(Path path, String text) {
    Import imported = ConfigToml.read(text, Settings.NONE, ZoneId.systemDefault());
    List<String> missing = new ArrayList<>();
    for (ImportedPool pool : imported.pools()) {
      for (Missing key : pool.missing()) {
        missing.add("%s of %s (%s)".formatted(key.key(), pool.name(), key.expected()));
      }
    }
    if (!missing.isEmpty()) {
      throw InvalidValueException.missing(
          "runners.runnerfleet", "a table with " + String.join("; ", missing));
    }
    if (imported.pools().isEmpty()) {
      throw InvalidValueException.missing(
          "runners", "at least one [[runners]] that a pool can be made of");
    }
    for (Warning warning : imported.warnings()) {
      LOG.infof(
          "Key of config.toml is not as it was file=%s line=%d key=%s reason=%s",
          path, warning.line(), warning.key(), warning.reason());
    }
    for (Refusal refusal : imported.refused()) {
      LOG.warnf(
          "Entry of config.toml is refused file=%s line=%d runner=%s reason=%s",
          path, refusal.line(), refusal.name(), refusal.reason());
    }
    return new PoolFile(
        imported.fleet(), imported.pools().stream().flatMap(pool -> pool.pool().stream()).toList());
  }
}
