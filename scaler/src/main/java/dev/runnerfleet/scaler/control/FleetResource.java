package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.FleetDocument;
import dev.runnerfleet.scaler.documents.JsonBody;
import dev.runnerfleet.scaler.pools.FleetStore;
import dev.runnerfleet.scaler.pools.KeptFleet;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What all pools together must keep to, in the form of the pool file's {@code fleet}. */
@Path("/fleet")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
class FleetResource {

  private final FleetStore fleet;
  private final PoolChanges changes;

  FleetResource(FleetStore fleet, PoolChanges changes) {
    this.fleet = fleet;
    this.changes = changes;
  }

  @GET
  @Operation(summary = "The limits of all pools together; the ETag is their revision")
  public Uni<Response> get() {
    return Panache.withSession(fleet::get).map(FleetResource::answer);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Replace the limits of all pools together")
  public Uni<Response> put(@HeaderParam("If-Match") @Nullable String match, String body)
      throws JsonProcessingException {
    FleetLimits limits = FleetDocument.read(JsonBody.parse(body));
    return changes.put(limits, Precondition.of(match, null)).map(FleetResource::answer);
  }

  private static Response answer(KeptFleet kept) {
    return Response.ok(FleetDocument.write(kept.limits()))
        .tag(new EntityTag(Integer.toString(kept.revision())))
        .build();
  }
}
