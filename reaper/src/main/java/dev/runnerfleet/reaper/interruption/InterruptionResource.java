package dev.runnerfleet.reaper.interruption;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What AWS has taken, or may take. */
@Path("/interruptions")
@Cancellable(false)
@Tag(name = "Interruptions")
public class InterruptionResource {

  private final InterruptionStore interruptions;

  InterruptionResource(InterruptionStore interruptions) {
    this.interruptions = interruptions;
  }

  @GET
  @Operation(summary = "The latest interruptions, and what became of the machines' jobs")
  public Uni<List<InterruptionView>> interruptions() {
    return Panache.withSession(interruptions::latest);
  }
}
