package dev.runnerfleet.scaler.control;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.decisions.DecisionStore.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** Where a page of decisions ends, in a form that says nothing to whoever carries it. */
final class Cursor {

  private static final String EXPECTED = "what an answer gave as next";

  private Cursor() {}

  static String after(DecisionRecord last) {
    String text = last.at() + " " + last.id().value();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Place parse(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] parts = text.split(" ", 2);
      if (parts.length == 2) {
        return new Place(Instant.parse(parts[0]), new DecisionId(parts[1]));
      }
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new InvalidValueException("cursor", cursor, EXPECTED);
    }
    throw new InvalidValueException("cursor", cursor, EXPECTED);
  }
}
