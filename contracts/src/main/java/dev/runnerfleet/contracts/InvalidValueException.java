package dev.runnerfleet.contracts;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be taken, said so that whoever sent it can mend it: the field, the value and
 * what was expected instead.
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String expected;

  public InvalidValueException(String field, @Nullable Object value, String expected) {
    super("%s is %s; expected %s".formatted(field, shown(value), expected));
    this.field = field;
    this.value = shown(value);
    this.expected = expected;
  }

  private InvalidValueException(String path, InvalidValueException inner) {
    super("%s is %s; expected %s".formatted(path, inner.value, inner.expected));
    this.field = path;
    this.value = inner.value;
    this.expected = inner.expected;
  }

  /** The same of another path, for a reader that knows where in a document the value stands. */
  public InvalidValueException at(String path) {
    return new InvalidValueException(path, this);
  }

  private static String shown(@Nullable Object value) {
    String text = value instanceof String string ? "\"" + string + "\"" : String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  /** The field's path, such as {@code capacity.max-runners}. */
  public String field() {
    return field;
  }

  /** The value as it was read, shortened to 200 characters. */
  public String value() {
    return value;
  }

  /** What would have been taken. */
  public String expected() {
    return expected;
  }
}
