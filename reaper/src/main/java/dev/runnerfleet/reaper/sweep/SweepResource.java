package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.reaper.operator.OperatorOrders;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Sweeps, and what they found. */
@Path("/")
@Cancellable(false)
@Tag(name = "Sweeps")
public class SweepResource {

  private static final String DRY_RUN = "dry-run";

  private final SweepLoop loop;
  private final FindingStore findings;
  private final OperatorOrders book;
  private final Clock clock;

  SweepResource(SweepLoop loop, FindingStore findings, OperatorOrders book, Clock clock) {
    this.loop = loop;
    this.findings = findings;
    this.book = book;
    this.clock = clock;
  }

  @GET
  @Path("orphans")
  @Operation(summary = "What was found left behind, the latest first")
  public Uni<List<FindingView>> orphans() {
    return Panache.withSession(findings::orphans);
  }

  @POST
  @Path("sweeps")
  @Operation(summary = "Sweep now; with dry-run=true only tell what would be done, and why")
  @Parameter(
      name = DRY_RUN,
      in = ParameterIn.QUERY,
      schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
  public Uni<SweepAnswer> sweep(@Context HttpServerRequest http) {
    boolean dryRun = isDry(http.query());
    return (dryRun ? loop.dryRun() : loop.sweep())
        .map(
            found ->
                new SweepAnswer(
                    dryRun,
                    found.orElseThrow(
                        () ->
                            Problems.problem(
                                Status.SERVICE_UNAVAILABLE,
                                "GitLab's runners could not be listed completely or in time, so"
                                    + " nothing was done"))));
  }

  /** Whoever mistypes it would sweep in earnest: so the query is taken to the letter. */
  private static boolean isDry(@Nullable String query) {
    if (query == null || query.isEmpty() || query.equals(DRY_RUN + "=false")) {
      return false;
    }
    if (!query.equals(DRY_RUN + "=true")) {
      throw new InvalidValueException("query", query, "dry-run=true, dry-run=false or none");
    }
    return true;
  }

  @POST
  @Path("sweeps/resume")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Let pass what was held back because so much looked wrong at once")
  public Uni<Resumed> resume(@Context HttpServerRequest http) {
    String origin = http.remoteAddress().hostAddress();
    return Panache.withTransaction(
            () ->
                findings
                    .approve(clock.instant())
                    .call(count -> book.add("resume-sweeps", null, null, false, null, origin)))
        .map(Resumed::new);
  }

  /** How many findings the next sweeps may act upon, a tenth of a pool a minute. */
  public record Resumed(int findings) {}

  /** What a sweep found and did, or would do. */
  public record SweepAnswer(boolean dryRun, List<FindingView> findings) {}
}
