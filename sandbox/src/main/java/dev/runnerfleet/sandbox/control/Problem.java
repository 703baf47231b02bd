package dev.runnerfleet.sandbox.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 tells it. {@code field}, {@code value} and {@code expected} are there where
 * a value was wrong.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    int status,
    String title,
    @Nullable String detail,
    @Nullable String field,
    @Nullable String value,
    @Nullable String expected) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(Response.StatusType status, @Nullable String detail) {
    return new Problem(status.getStatusCode(), status.getReasonPhrase(), detail, null, null, null);
  }

  static NotFoundException notFound(String kind, String name) {
    return new NotFoundException("There is no " + kind + " " + name);
  }

  /** What is asked for does not fit what there is. */
  static ClientErrorException conflict(String detail) {
    return new ClientErrorException(detail, Response.Status.CONFLICT);
  }
}
