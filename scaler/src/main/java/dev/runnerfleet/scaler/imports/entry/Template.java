package dev.runnerfleet.scaler.imports.entry;

import dev.runnerfleet.scaler.documents.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * What of a {@code [[runners]]} entry each machine's own GitLab Runner is to get: everything that
 * says how jobs run, without secrets.
 */
final class Template {

  private static final Map<String, String> SECRETS =
      Map.of(
          "AccessKey", "give the machines' instance profile access to the bucket",
          "SecretKey", "give the machines' instance profile access to the bucket");
  private static final Set<String> OTHER_EXECUTORS =
      Set.of("ssh", "parallels", "virtualbox", "kubernetes", "custom", "instance");

  private Template() {}

  /** The TOML of what is left of an entry; none where nothing is. */
  static Optional<String> of(Keys entry) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (String key : entry.rest()) {
      if (OTHER_EXECUTORS.contains(key)) {
        entry.warn(key, "ignored: settings of another executor");
      } else {
        Object value = entry.raw().get(List.of(key));
        if (value != null) {
          keep(key, value, new Place(entry, key, entry.line(key)), kept);
        }
      }
    }
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(Toml.toToml(Map.of("runners", List.of(kept))));
  }

  private static void keep(String key, Object value, Place place, Map<String, Object> into) {
    if (value instanceof TomlTable table) {
      Map<String, Object> inner = new LinkedHashMap<>();
      for (Map.Entry<String, Object> each : table.entrySet()) {
        var position = table.inputPositionOf(List.of(each.getKey()));
        int line = position == null ? place.line() : position.line();
        keep(each.getKey(), each.getValue(), place.within(each.getKey(), line), inner);
      }
      into.put(key, inner);
    } else if (Secrets.named(key)) {
      place.secret(SECRETS.getOrDefault(key, "give it to jobs as a CI/CD variable"));
    } else if (value instanceof TomlArray array) {
      into.put(key, keep(array, place));
    } else if (value instanceof String text && Secrets.inSetting(text)) {
      place.secret("give it to jobs as a CI/CD variable");
    } else {
      into.put(key, value);
    }
  }

  private static List<Object> keep(TomlArray array, Place place) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      var position = array.inputPositionOf(i);
      Place at =
          new Place(place.entry(), place.path(), position == null ? place.line() : position.line());
      Object item = array.get(i);
      if (item instanceof String text && Secrets.inSetting(text)) {
        at.secret("give it to jobs as a CI/CD variable");
      } else if (item instanceof TomlTable) {
        Map<String, Object> holder = new LinkedHashMap<>();
        keep("item", item, at, holder);
        items.addAll(holder.values());
      } else if (item instanceof TomlArray inner) {
        items.add(keep(inner, at));
      } else {
        items.add(item);
      }
    }
    return items;
  }

  /** Where in the entry a setting stands. */
  private record Place(Keys entry, String path, int line) {

    Place within(String key, int at) {
      return new Place(entry, path + "." + key, at);
    }

    void secret(String instead) {
      entry.warn(
          line, path, "looks like a secret: neither stored nor shown; " + instead + " instead");
    }
  }
}
