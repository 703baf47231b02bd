package dev.runnerfleet.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.runnerfleet.contracts.InvalidValueException;
import io.quarkiverse.resteasy.problem.jaxrs.WebApplicationExceptionMapper;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * What is the caller's to mend is answered 400 with field, value and what was expected. These go
 * before the problem library's own mappers, which name the field alone; the lowest number wins.
 */
public class ProblemMappers {

  private static final int FIRST = 1;

  @ServerExceptionMapper(priority = FIRST)
  public Response invalidValue(InvalidValueException e) {
    return Problems.invalid(e).toResponse();
  }

  @ServerExceptionMapper(priority = FIRST)
  public Response unreadable(JsonProcessingException e) {
    return UnreadableBody.problem(e).toResponse();
  }

  @ServerExceptionMapper(priority = FIRST)
  public Response mismatched(MismatchedInputException e) {
    return unreadable(e);
  }

  @ServerExceptionMapper(priority = FIRST)
  public Response invalidFormat(InvalidFormatException e) {
    return unreadable(e);
  }

  @ServerExceptionMapper(priority = FIRST)
  public Response unrecognized(UnrecognizedPropertyException e) {
    return unreadable(e);
  }

  /** Quarkus REST wraps what Jackson cannot bind in a bare 400. */
  @ServerExceptionMapper(priority = FIRST)
  public Response wrapped(WebApplicationException e) {
    return e.getCause() instanceof JsonProcessingException unreadable
        ? unreadable(unreadable)
        : new WebApplicationExceptionMapper().toResponse(e);
  }
}
