package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.fault.FaultOrder;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Takes orders for what is to go wrong. */
@Path("/control/faults")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class FaultResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  FaultResource(WorldClock world) {
    this.world = world;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Lets something go wrong",
      description =
          "kind: throttle-api, fail-api, stall-api (actions, share, and status, code, message or"
              + " by); fail-offering, run-dry (types, zones, markets); reclaim (instances, types,"
              + " zones, markets, share, manner: interrupt, take, rebalance, retire or kill, lead);"
              + " fail-boots (trouble: never-enrols, dies or slow, by); lose-, duplicate-, delay-"
              + " and reorder-webhooks or -messages (events, share, times, by); fail-gitlab and"
              + " slow-gitlab (methods, paths, share, status or by); skew-clock (by, may be"
              + " negative); freeze-machines. Every kind: start (from now), length (for ever unless"
              + " said), count (of strikes), seed. Lists hold patterns with * and ?; an empty one"
              + " means all. docs/sandbox.md tells what each does.")
  @RequestBody(
      content =
          @Content(
              examples = {
                @ExampleObject(
                    name = "throttled",
                    value =
                        """
                        {"kind": "throttle-api", "actions": ["CreateFleet"], "share": 0.5, \
                        "length": "PT2M", "seed": 7}\
                        """),
                @ExampleObject(
                    name = "wave",
                    value = "{\"kind\": \"reclaim\", \"share\": 0.5, \"length\": \"PT1M\"}")
              }))
  public Response order(@Nullable String body) {
    FaultOrder order = Fields.parse(Objects.requireNonNullElse(body, ""), FaultOrders::read);
    var view = FaultView.of(world.ask(w -> w.faults().order(order, w.now())));
    return Response.status(CREATED).entity(view).build();
  }

  @GET
  @Operation(summary = "Everything ordered and not lifted, in that order")
  public List<FaultView> all() {
    return world.ask(w -> w.faults().all(w.now())).stream().map(FaultView::of).toList();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "How an order stands")
  public FaultView find(@PathParam("id") String id) {
    return world
        .ask(w -> w.faults().find(id, w.now()))
        .map(FaultView::of)
        .orElseThrow(() -> Problem.notFound("fault", id));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Lifts an order; what it has done stays done")
  public Response lift(@PathParam("id") String id) {
    if (!world.ask(w -> w.faults().lift(id))) {
      throw Problem.notFound("fault", id);
    }
    return Response.noContent().build();
  }
}
