package dev.runnerfleet.edge;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.runnerfleet.contracts.InvalidValueException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of a body that is not JSON, or not the JSON that was expected, where and why. */
final class UnreadableBody {

  private UnreadableBody() {}

  static HttpProblem problem(JsonProcessingException e) {
    if (e.getCause() instanceof InvalidValueException invalid) {
      return Problems.invalid(invalid);
    }
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          Problems.invalid(
              path(unknown),
              "given",
              "one of "
                  + unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
      case InvalidFormatException format ->
          Problems.invalid(path(format), String.valueOf(format.getValue()), type(format));
      case MismatchedInputException mismatch ->
          Problems.invalid(path(mismatch), "missing or of another kind", type(mismatch));
      default -> Problems.invalid("body", at(e.getLocation()), "well-formed JSON");
    };
  }

  private static String path(JsonMappingException e) {
    String path = e.getPath().stream().map(UnreadableBody::step).collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : path;
  }

  private static String step(JsonMappingException.Reference step) {
    return step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName();
  }

  private static String type(MismatchedInputException e) {
    Class<?> target = e.getTargetType();
    if (target == null) {
      return "a value of another kind";
    }
    return target.isEnum()
        ? "one of " + Arrays.toString(target.getEnumConstants())
        : "a " + target.getSimpleName();
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? "not readable"
        : "broken at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
