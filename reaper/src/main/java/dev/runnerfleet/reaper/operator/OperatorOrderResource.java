package dev.runnerfleet.reaper.operator;

import dev.runnerfleet.reaper.operator.OperatorOrders.OperatorOrder;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Who ordered what. */
@Path("/operator-orders")
@Cancellable(false)
@Tag(name = "Operator orders")
public class OperatorOrderResource {

  private final OperatorOrders orders;

  OperatorOrderResource(OperatorOrders orders) {
    this.orders = orders;
  }

  @GET
  @Operation(summary = "What operators ordered, the latest first")
  public Uni<List<OperatorOrder>> orders() {
    return Panache.withSession(orders::latest);
  }
}
