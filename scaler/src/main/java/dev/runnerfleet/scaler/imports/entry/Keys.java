package dev.runnerfleet.scaler.imports.entry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of the file, read key by key. It notes which keys were read, so that what is left over
 * can be warned of, and never repeats a value: it may be a secret.
 */
public final class Keys {

  private final String path;
  private final TomlTable table;
  private final int line;
  private final List<Warning> warnings;
  private final Set<String> read = new HashSet<>();

  public Keys(String path, TomlTable table, int line, List<Warning> warnings) {
    this.path = path;
    this.table = table;
    this.line = line;
    this.warnings = warnings;
  }

  /** The line that the table begins on. */
  int line() {
    return line;
  }

  int line(String key) {
    return line(table.inputPositionOf(List.of(key)), line);
  }

  public boolean has(String key) {
    return table.contains(List.of(key));
  }

  public void warn(String key, String reason) {
    warn(line(key), key, reason);
  }

  void warn(int at, String key, String reason) {
    warnings.add(new Warning(at, path.isEmpty() ? key : path + "." + key, reason));
  }

  RefusedEntry refused(String key, String reason) {
    return new RefusedEntry(line(key), reason);
  }

  public Optional<String> text(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof String text) {
                return text;
              }
              throw refused(key, key + " is not a text");
            });
  }

  /** A whole number from 0. */
  public int number(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
                return number.intValue();
              }
              throw refused(key, key + " is not a whole number from 0");
            })
        .orElse(0);
  }

  /** A floating-point number from 0; GitLab Runner takes no integer for one, nor do we here. */
  double factor(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof Double number && number >= 0 && !number.isInfinite()) {
                return number;
              }
              throw refused(
                  key,
                  key
                      + " is not a floating-point number from 0, such as 1.0; GitLab Runner does not"
                      + " start with it either");
            })
        .orElse(0.0);
  }

  List<Item> texts(String key) {
    Optional<Object> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof TomlArray array)) {
      throw refused(key, key + " is not a list");
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof String text)) {
        throw refused(key, key + " is not a list of texts");
      }
      items.add(new Item(text, line(array.inputPositionOf(i), line(key))));
    }
    return items;
  }

  Optional<Keys> table(String key) {
    return value(key)
        .map(
            value -> {
              if (value instanceof TomlTable inner) {
                return new Keys(within(key), inner, line(key), warnings);
              }
              throw refused(key, key + " is not a table");
            });
  }

  public List<Keys> tables(String key) {
    Optional<Object> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof TomlArray array)) {
      throw refused(key, key + " is not a list of tables, [[…]]");
    }
    List<Keys> tables = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof TomlTable inner)) {
        throw refused(key, key + " is not a list of tables, [[…]]");
      }
      int at = line(array.inputPositionOf(i), line(key));
      tables.add(new Keys(within(key) + "[" + i + "]", inner, at, warnings));
    }
    return tables;
  }

  /** Counts keys as read. */
  void forget(Set<String> keys) {
    read.addAll(keys);
  }

  /** The table as it stands, for settings that are handed on. */
  TomlTable raw() {
    return table;
  }

  /** The keys that nobody read, in the file's order, and then counts them as read. */
  List<String> rest() {
    List<String> rest =
        table.keySet().stream()
            .filter(key -> !read.contains(key))
            .sorted(Comparator.comparingInt(this::line))
            .toList();
    read.addAll(rest);
    return rest;
  }

  /** Warns of each key that nobody read: with the reason known for it, or that it is not known. */
  public void ignore(Map<String, String> reasons) {
    for (String key : rest()) {
      warn(key, reasons.getOrDefault(key, "ignored: not a key that this import knows"));
    }
  }

  private Optional<Object> value(String key) {
    read.add(key);
    return Optional.ofNullable(table.get(List.of(key)));
  }

  private String within(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int line(@Nullable TomlPosition position, int otherwise) {
    return position == null ? otherwise : position.line();
  }

  /** A text in a list. */
  record Item(String text, int line) {}
}
