package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.edge.Problems;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.Cancellable;

/** What a pool's machines are launched with, and what stops them. */
@Path("/pools")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class PoolResource {

  private final PoolStore pools;

  PoolResource(PoolStore pools) {
    this.pools = pools;
  }

  @GET
  @Path("/{name}")
  @WithSession
  public Uni<PoolView> get(@PathParam("name") String name) {
    return pools.view(name).map(view -> view.orElseThrow(() -> Problems.notFound("pool", name)));
  }
}
