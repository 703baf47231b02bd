package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.provisioner.core.IdentityDocument;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where a booted machine proves what it is and gets its GitLab runner. */
@Path("/enrolments")
@Cancellable(false)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class EnrolmentResource {

  private static final Logger LOG = Logger.getLogger(EnrolmentResource.class);

  private final Enrolment enrolment;
  private final EnrolmentMetrics metrics;

  EnrolmentResource(Enrolment enrolment, EnrolmentMetrics metrics) {
    this.enrolment = enrolment;
    this.metrics = metrics;
  }

  @POST
  @APIResponseSchema(EnrolmentAnswer.class)
  public Uni<Response> enrol(@Nullable EnrolmentRequest request, @Context HttpServerRequest http) {
    String text = given("document", request == null ? null : request.document());
    String signature = request == null || request.signature() == null ? "" : request.signature();
    IdentityDocument document = Documents.read(text);
    return enrolment
        .enrol(document, text, signature, http.remoteAddress().hostAddress())
        .invoke(() -> metrics.result("registered"))
        .map(answer -> Response.ok(answer).build())
        .onFailure()
        .recoverWithItem(failure -> refusal(document, failure));
  }

  private static String given(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidValueException(field, value, "the text that the metadata service gives");
    }
    return value;
  }

  private Response refusal(IdentityDocument document, Throwable failure) {
    if (failure instanceof DeniedException denied) {
      metrics.result(denied.denial().name().toLowerCase(Locale.ROOT));
      LOG.warnf(
          "Enrolment denied instance=%s region=%s reason=%s",
          document.instance(), document.region(), denied.denial());
      return Problems.problem(Response.Status.FORBIDDEN, "This machine may not enrol").toResponse();
    }
    metrics.result("not_now");
    LOG.warnf("Enrolment put off instance=%s reason=%s", document.instance(), failure.getMessage());
    LOG.debug("Enrolment put off", failure);
    return HttpProblem.builder()
        .withStatus(Response.Status.SERVICE_UNAVAILABLE)
        .withTitle(Response.Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail("Come again later")
        .withHeader(HttpHeaders.RETRY_AFTER, Long.toString(comeAgain(failure).toSeconds()))
        .build()
        .toResponse();
  }

  private static Duration comeAgain(Throwable failure) {
    return failure instanceof NotNowException notNow ? notNow.comeAgain() : NotNowException.SOON;
  }
}
