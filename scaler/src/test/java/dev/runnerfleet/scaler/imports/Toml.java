package dev.runnerfleet.scaler.imports;

import dev.runnerfleet.contracts.pool.PoolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** The files that tests import. */
final class Toml {

  /** What the shared files and ours do not tell. */
  static final Settings SETTINGS =
      Settings.parse(
          List.of(
              "gitlab.scope=group",
              "gitlab.id=42",
              "match.tags=[docker]",
              "machine.subnets=[subnet-0a, subnet-0b]",
              "machine.security-groups=[sg-0a]"));

  private Toml() {}

  static String ours(String name) throws IOException {
    String file = "/config-toml/" + name + ".toml";
    try (InputStream stream = Toml.class.getResourceAsStream(file)) {
      return new String(
          Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The folder of files from outside the project, beside its own; it may not be there. */
  static Path shared() {
    return Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."))
        .resolveSibling("shared/data/config-toml");
  }

  static String shared(String name) throws IOException {
    return Files.readString(shared().resolve(name + ".toml"));
  }

  static Import read(String toml) {
    return ConfigToml.read(toml, SETTINGS, ZoneId.of("UTC"));
  }

  static PoolSpec pool(String toml) {
    return read(toml).pools().getFirst().pool().orElseThrow();
  }
}
