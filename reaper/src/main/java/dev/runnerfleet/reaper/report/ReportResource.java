package dev.runnerfleet.reaper.report;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.reaper.runner.ReporterStore;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Where machines report, each with the key that it was given when it enrolled. */
@Path("/")
@Cancellable(false)
@Tag(name = "Machines' reports")
public class ReportResource {

  private static final String SCHEME = "Bearer ";

  private final Reports reports;
  private final ReporterStore reporters;

  ReportResource(Reports reports, ReporterStore reporters) {
    this.reports = reports;
    this.reporters = reporters;
  }

  @POST
  @Path("reports")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "A machine tells how it is, and what AWS told it")
  public Uni<Void> report(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
      @Nullable Report report) {
    if (report == null) {
      throw InvalidValueException.missing("runner", "a report as JSON");
    }
    String key =
        authorization != null && authorization.startsWith(SCHEME)
            ? authorization.substring(SCHEME.length())
            : "";
    return reports.take(key, report).onFailure(DeniedException.class).transform(e -> denied());
  }

  @GET
  @Path("machines")
  @Operation(summary = "What each machine reported last")
  public Uni<List<MachineView>> machines() {
    return Panache.withSession(reporters::latest)
        .map(all -> all.stream().map(MachineView::of).toList());
  }

  private static HttpProblem denied() {
    return HttpProblem.builder()
        .withStatus(Status.UNAUTHORIZED)
        .withTitle("Unauthorized")
        .withDetail("This machine may not report")
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"runnerfleet machine\"")
        .build();
  }
}
