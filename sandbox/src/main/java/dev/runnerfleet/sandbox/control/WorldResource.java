package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.imds.IdentityKey;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What there is in the world, for people and tests to look at. */
@Path("/control")
@ApplicationScoped
class WorldResource {
  private final WorldClock world;
  private final IdentityKey identity;

  WorldResource(WorldClock world, IdentityKey identity) {
    this.world = world;
    this.identity = identity;
  }

  @GET
  @Path("/world")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Counts of instances, runners, jobs and API calls, and money spent")
  public WorldSnapshot world() {
    return world.ask(WorldSnapshot::of);
  }

  @GET
  @Path("/certificate")
  @Produces("application/x-pem-file")
  @Operation(summary = "The certificate that identity documents are signed under, PEM")
  public String certificate() {
    return identity.pem();
  }
}
