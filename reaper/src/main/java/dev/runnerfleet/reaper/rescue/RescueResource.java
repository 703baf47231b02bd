package dev.runnerfleet.reaper.rescue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The jobs that lost their machine. */
@Path("/jobs")
@Cancellable(false)
@Tag(name = "Interruptions")
public class RescueResource {

  private final RescueStore rescues;

  RescueResource(RescueStore rescues) {
    this.rescues = rescues;
  }

  @GET
  @Operation(summary = "The latest jobs that lost their machine, and what became of them")
  public Uni<List<RescueView>> jobs() {
    return Panache.withSession(rescues::latest);
  }
}
