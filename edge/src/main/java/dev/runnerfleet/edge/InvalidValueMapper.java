package dev.runnerfleet.edge;

import dev.runnerfleet.contracts.InvalidValueException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;

/**
 * A value that the domain does not take is the caller's to mend: 400 with field, value, expected.
 */
@Provider
@Priority(Priorities.USER)
public final class InvalidValueMapper extends ExceptionMapperBase<InvalidValueException> {

  @Override
  protected HttpProblem toProblem(InvalidValueException e) {
    return Problems.invalid(e.field(), e.value(), e.expected());
  }
}
