package dev.runnerfleet.edge;

import dev.runnerfleet.contracts.InvalidValueException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;

/** The errors that a REST interface answers with, as problem details. */
public final class Problems {

  private Problems() {}

  /** 404: there is no such thing. */
  public static HttpProblem notFound(String kind, Object id) {
    return problem(Status.NOT_FOUND, "There is no %s %s".formatted(kind, id));
  }

  /** 409: what is asked for does not go with how things stand. */
  public static HttpProblem conflict(String detail) {
    return problem(Status.CONFLICT, detail);
  }

  /** 403, 503 and the like: any other status with a sentence. */
  public static HttpProblem problem(Status status, String detail) {
    return HttpProblem.builder()
        .withStatus(status)
        .withTitle(status.getReasonPhrase())
        .withDetail(detail)
        .build();
  }

  /** 400: a field holds what cannot be taken, or is missing. */
  public static HttpProblem invalid(InvalidValueException e) {
    HttpProblem.Builder problem =
        HttpProblem.builder()
            .withStatus(Status.BAD_REQUEST)
            .withTitle(e.value().isPresent() ? "Invalid value" : "Missing value")
            .withDetail(e.getMessage())
            .with("field", e.field())
            .with("expected", e.expected());
    e.value().ifPresent(value -> problem.with("value", value));
    e.line().ifPresent(line -> problem.with("line", line));
    return problem.build();
  }

  /** 400: a field holds what cannot be taken. */
  public static HttpProblem invalid(String field, String value, String expected) {
    return HttpProblem.builder()
        .withStatus(Status.BAD_REQUEST)
        .withTitle("Invalid value")
        .withDetail("%s is %s; expected %s".formatted(field, value, expected))
        .with("field", field)
        .with("value", value)
        .with("expected", expected)
        .build();
  }
}
