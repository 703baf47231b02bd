package dev.runnerfleet.scaler.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.edge.Problems;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * On what revision a change is made (RFC 9110, {@code If-Match} and {@code If-None-Match}), so that
 * two who change the same thing do not overwrite one another unknowingly. Who gives neither means
 * the whole, whatever there is now.
 */
record Precondition(Optional<Set<String>> match, boolean none) {

  private static final String FORM = "the ETag that GET answered, such as \"3\", or *";

  /** From both headers, each null where it is not given. */
  static Precondition of(@Nullable String match, @Nullable String none) {
    if (none != null && !none.trim().equals("*")) {
      throw new InvalidValueException("If-None-Match", none, "*, to make what is not there yet");
    }
    return new Precondition(Optional.ofNullable(match).map(Precondition::tags), none != null);
  }

  /**
   * Answers 412 where things stand otherwise.
   *
   * @param current the revision now; none where there is nothing
   */
  void check(String what, Optional<Integer> current) {
    if (none && current.isPresent()) {
      throw Problems.problem(Status.PRECONDITION_FAILED, "There is a %s already".formatted(what));
    }
    match.ifPresent(
        tags -> {
          boolean met =
              current
                  .map(revision -> tags.contains("*") || tags.contains("\"" + revision + "\""))
                  .orElse(false);
          if (!met) {
            throw Problems.problem(
                Status.PRECONDITION_FAILED,
                current
                    .map(
                        revision ->
                            "The %s has changed: its ETag is \"%d\" now".formatted(what, revision))
                    .orElse("There is no %s to change".formatted(what)));
          }
        });
  }

  private static Set<String> tags(String header) {
    Set<String> tags =
        Arrays.stream(header.split(",")).map(String::trim).collect(Collectors.toSet());
    if (!tags.stream().allMatch(tag -> tag.equals("*") || tag.matches("\"[^\"]*\""))) {
      throw new InvalidValueException("If-Match", header, FORM);
    }
    return tags;
  }
}
