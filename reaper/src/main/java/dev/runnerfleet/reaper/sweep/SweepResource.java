package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.edge.Problems;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Sweeps, and what they found. */
@Path("/")
@Tag(name = "Sweeps")
public class SweepResource {

  private final SweepLoop loop;
  private final FindingStore findings;

  SweepResource(SweepLoop loop, FindingStore findings) {
    this.loop = loop;
    this.findings = findings;
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
  public Uni<SweepAnswer> sweep(@RestQuery("dry-run") boolean dryRun) {
    return (dryRun ? loop.dryRun() : loop.sweep())
        .map(
            found ->
                new SweepAnswer(
                    dryRun,
                    found.orElseThrow(
                        () ->
                            Problems.problem(
                                Status.SERVICE_UNAVAILABLE,
                                "GitLab's runners could not be listed completely, so nothing was"
                                    + " done"))));
  }

  /** What a sweep found and did, or would do. */
  public record SweepAnswer(boolean dryRun, List<FindingView> findings) {}
}
