package dev.runnerfleet.contracts;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be taken, said so that whoever sent it can mend it: the field, the value and
 * what was expected instead.
 */
public final class InvalidValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;
  private static final int NO_LINE = 0;

  private final String field;
  private final @Nullable String value;
  private final String expected;
  private final int line;

  public InvalidValueException(String field, @Nullable Object value, String expected) {
    this(field, shown(value), expected, NO_LINE);
  }

  private InvalidValueException(String field, @Nullable String value, String expected, int line) {
    this.field = field;
    this.value = value;
    this.expected = expected;
    this.line = line;
  }

  /** The field is not there at all. */
  public static InvalidValueException missing(String field, String expected) {
    return new InvalidValueException(field, null, expected, NO_LINE);
  }

  /** The value is one that must not be repeated, such as a secret. */
  public static InvalidValueException withheld(String field, String expected) {
    return new InvalidValueException(field, "a value that is not shown", expected, NO_LINE);
  }

  /** The same of another path, for a reader that knows where in a document the value stands. */
  public InvalidValueException at(String path) {
    return new InvalidValueException(path, value, expected, line);
  }

  /** The same with the line of the document, from 1, that the field stands on. */
  public InvalidValueException onLine(int number) {
    return new InvalidValueException(field, value, expected, number);
  }

  private static String sentence(String field, @Nullable String value, String expected, int line) {
    return "%s is %s%s; expected %s"
        .formatted(
            field,
            value == null ? "missing" : value,
            line == NO_LINE ? "" : " (line " + line + ")",
            expected);
  }

  private static String shown(@Nullable Object value) {
    String text = value instanceof String string ? "\"" + string + "\"" : String.valueOf(value);
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  @Override
  public String getMessage() {
    return sentence(field, value, expected, line);
  }

  /** The field's path, such as {@code capacity.max-runners}. */
  public String field() {
    return field;
  }

  /** The value as it was read, shortened to 200 characters; none where the field is missing. */
  public Optional<String> value() {
    return Optional.ofNullable(value);
  }

  /** What would have been taken. */
  public String expected() {
    return expected;
  }

  /** The line of the document that it stands on, where the document has lines. */
  public OptionalInt line() {
    return line == NO_LINE ? OptionalInt.empty() : OptionalInt.of(line);
  }
}
