package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.scaler.core.pool.CapacityOverride;
import dev.runnerfleet.scaler.core.pool.CapacityOverride.Kind;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionMetrics;
import dev.runnerfleet.scaler.pools.PoolStore;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** An operator's word on a pool's size for a while; the pool's status shows it. */
@Path("/pools/{name}/override")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
class OverrideResource {

  private final PoolStore pools;
  private final Decider decider;
  private final Outbox outbox;
  private final DecisionMetrics metrics;
  private final Clock clock;

  OverrideResource(
      PoolStore pools, Decider decider, Outbox outbox, DecisionMetrics metrics, Clock clock) {
    this.pools = pools;
    this.decider = decider;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "So many runners (desired), or at least so many (minimum), until a time",
      description = "Max runners, the fleet's limit and budgets hold all the same")
  public Uni<OverrideBody> put(String name, OverrideBody body) {
    CapacityOverride override = body.toDomain(clock.instant());
    return set(new PoolName(name), override).replaceWith(OverrideBody.of(override));
  }

  @DELETE
  @Operation(summary = "Go by the pool's own capacity again")
  public Uni<Response> delete(String name) {
    return set(new PoolName(name), null).replaceWith(Response.noContent().build());
  }

  private Uni<Void> set(PoolName pool, @Nullable CapacityOverride override) {
    return outbox
        .commit(
            out ->
                pools
                    .override(pool, override)
                    .invoke(
                        found -> {
                          if (!found) {
                            throw Problems.notFound("pool", pool);
                          }
                        })
                    .chain(() -> decider.decide(Set.of(pool), out)))
        .invoke(metrics::decided)
        .replaceWithVoid();
  }

  /** Either desired or minimum, and until when. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OverrideBody(
      @Nullable Integer desired, @Nullable Integer minimum, @Nullable String until) {

    static OverrideBody of(CapacityOverride override) {
      return switch (override.kind()) {
        case DESIRED -> new OverrideBody(override.runners(), null, override.until().toString());
        case MINIMUM -> new OverrideBody(null, override.runners(), override.until().toString());
      };
    }

    CapacityOverride toDomain(Instant now) {
      if ((desired == null) == (minimum == null)) {
        throw new InvalidValueException(
            "desired", desired == null ? "missing" : desired, "either desired or minimum");
      }
      Integer runners = desired == null ? minimum : desired;
      return new CapacityOverride(
          desired == null ? Kind.MINIMUM : Kind.DESIRED, runners == null ? 0 : runners, end(now));
    }

    private Instant end(Instant now) {
      String expected = "an instant to come, such as 2026-01-31T12:00:00Z";
      if (until == null) {
        throw new InvalidValueException("until", "missing", expected);
      }
      try {
        Instant end = Instant.parse(until);
        if (end.isAfter(now)) {
          return end;
        }
      } catch (DateTimeParseException e) {
        throw new InvalidValueException("until", until, expected);
      }
      throw new InvalidValueException("until", until, expected);
    }
  }
}
