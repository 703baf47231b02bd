package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.imds.ErrorPage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * The last resort for errors: whoever asked GitLab is answered as GitLab would, everybody else by
 * problem details; nobody sees a stack trace.
 */
class ErrorMappers {
  private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

  @ServerExceptionMapper
  Response invalid(InvalidValueException e, UriInfo uri) {
    var status = Response.Status.BAD_REQUEST;
    if (isGitLab(uri)) {
      return gitLab(status);
    }
    var problem =
        new Problem(
            status.getStatusCode(),
            status.getReasonPhrase(),
            e.getMessage(),
            e.field(),
            e.value().orElse("missing"),
            e.expected());
    return problem(status, problem);
  }

  @ServerExceptionMapper
  Response refused(WebApplicationException e, UriInfo uri) {
    Response response = e.getResponse();
    if (response.hasEntity()) {
      return response;
    }
    var status = response.getStatusInfo();
    if (uri.getPath().startsWith("/imds")) {
      return ErrorPage.of(status);
    }
    return isGitLab(uri) ? gitLab(status) : problem(status, Problem.of(status, detail(e)));
  }

  /** JAX-RS's own messages only repeat the status. */
  private static @Nullable String detail(WebApplicationException e) {
    String message = e.getMessage();
    return message == null || message.startsWith("HTTP ") ? null : message;
  }

  @ServerExceptionMapper
  Response failed(Throwable e, UriInfo uri) {
    LOG.errorf(e, "Request failed path=%s", uri.getPath());
    var status = Response.Status.INTERNAL_SERVER_ERROR;
    return isGitLab(uri) ? gitLab(status) : problem(status, Problem.of(status, null));
  }

  private static boolean isGitLab(UriInfo uri) {
    return uri.getPath().startsWith("/gitlab");
  }

  /** What GitLab refuses before its own code runs, it calls an error; the rest is a message. */
  private static Response gitLab(Response.StatusType status) {
    int code = status.getStatusCode();
    String key = code < 500 ? "error" : "message";
    String reason = code == 405 ? "Not Allowed" : status.getReasonPhrase();
    return Response.status(status)
        .type("application/json")
        .entity(Map.of(key, code + " " + reason))
        .build();
  }

  private static Response problem(Response.StatusType status, Problem problem) {
    return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
