package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.provisioner.core.offering.Closure;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** What is left alone because AWS had none of it; an operator may forget all of it. */
@Path("/unavailable-offerings")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class UnavailableOfferingResource {

  private static final Logger LOG = Logger.getLogger(UnavailableOfferingResource.class);

  private final UnavailableOfferings unavailable;
  private final Clock clock;

  UnavailableOfferingResource(UnavailableOfferings unavailable, Clock clock) {
    this.unavailable = unavailable;
    this.clock = clock;
  }

  @GET
  @WithSession
  public Uni<List<Closure>> list() {
    return unavailable.asOf(clock.instant());
  }

  @DELETE
  @WithTransaction
  public Uni<Void> clear() {
    return unavailable
        .clear()
        .invoke(count -> LOG.infof("Unavailable offerings forgotten count=%d", count))
        .replaceWithVoid();
  }
}
