package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.StateChange;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What can happen to an instance behind Runnerfleet's back. */
@Path("/control/instances/{id}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class InstanceResource {
  private final WorldClock world;

  InstanceResource(WorldClock world) {
    this.world = world;
  }

  /** The instance and its state after the order. */
  public record Killed(String instance, String state) {}

  @POST
  @Path("/kill")
  @Operation(summary = "Somebody terminates the instance in AWS's console")
  public Killed kill(@PathParam("id") String id) {
    try {
      StateChange change =
          world
              .ask(w -> w.cloud().instances().end(List.of(id), EndCause.CONSOLE, w.now()))
              .getFirst();
      return new Killed(id, change.current().wireName());
    } catch (Refusal refusal) {
      throw Problem.notFound("instance", id);
    }
  }
}
