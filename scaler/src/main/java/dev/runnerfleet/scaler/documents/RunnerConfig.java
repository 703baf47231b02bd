package dev.runnerfleet.scaler.documents;

import dev.runnerfleet.contracts.InvalidValueException;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * A pool's {@code runner-config}: the template that each machine's GitLab Runner registers with
 * (GitLab's page "Registering runners", section "Register with a configuration template"). It holds
 * one {@code [[runners]]} with settings, nothing that Runnerfleet sets itself, and no secrets.
 */
final class RunnerConfig {

  private static final Set<String> OURS =
      Set.of(
          "id",
          "name",
          "url",
          "token",
          "token_obtained_at",
          "token_expires_at",
          "executor",
          "limit",
          "request_concurrency",
          "machine",
          "autoscaler");

  private RunnerConfig() {}

  /**
   * Checks a template.
   *
   * @throws InvalidValueException with the path of the template and of what is wrong in it
   */
  static void check(String path, String toml) {
    TomlParseResult parsed = Toml.parse(toml);
    if (parsed.hasErrors()) {
      throw InvalidValueException.withheld(
          path,
          "well-formed TOML, which it ceases to be at " + parsed.errors().getFirst().position());
    }
    boolean one =
        parsed.keySet().equals(Set.of("runners"))
            && parsed.get("runners") instanceof TomlArray list
            && list.size() == 1
            && list.get(0) instanceof TomlTable;
    if (!one) {
      throw InvalidValueException.withheld(path, "one [[runners]] and nothing beside it");
    }
    TomlTable runner = parsed.getArrayOrEmpty("runners").getTable(0);
    for (String key : OURS) {
      if (runner.contains(key)) {
        throw InvalidValueException.withheld(
            path + ".runners." + key, "no such key, as Runnerfleet sets it");
      }
    }
    checkTable(path + ".runners", runner);
  }

  private static void checkTable(String path, TomlTable table) {
    for (var entry : table.entrySet()) {
      String at = path + "." + entry.getKey();
      if (!(entry.getValue() instanceof TomlTable) && Secrets.named(entry.getKey())) {
        throw secret(at);
      }
      checkValue(at, entry.getValue());
    }
  }

  private static void checkValue(String path, Object value) {
    if (value instanceof TomlTable table) {
      checkTable(path, table);
    } else if (value instanceof TomlArray list) {
      list.toList().forEach(item -> checkValue(path, item));
    } else if (value instanceof String text && Secrets.inSetting(text)) {
      throw secret(path);
    }
  }

  private static InvalidValueException secret(String path) {
    return InvalidValueException.withheld(
        path, "no secrets: give the machine an instance profile, or the job a CI/CD variable");
  }
}
