package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.Interruption;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** What can happen to an instance behind Runnerfleet's back. */
@Path("/control/instances/{id}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class InstanceResource {
  private final WorldClock world;

  InstanceResource(WorldClock world) {
    this.world = world;
  }

  /**
   * An instance and what it was told.
   *
   * @param recommendedAt when AWS recommended to replace it; null while it has not
   * @param endsAt when AWS takes it; null while it has not warned
   */
  public record Told(
      String instance, String state, @Nullable Instant recommendedAt, @Nullable Instant endsAt) {
    static Told of(Instance instance) {
      Interruption told = instance.interruption();
      return new Told(
          instance.id(),
          instance.state().wireName(),
          told == null ? null : told.recommendedAt(),
          told == null ? null : told.endsAt());
    }
  }

  @POST
  @Path("/kill")
  @Operation(summary = "Somebody terminates the instance in AWS's console")
  public Told kill(@PathParam("id") String id) {
    return order(id, w -> w.cloud().instances().end(List.of(id), EndCause.CONSOLE, w.now()));
  }

  @POST
  @Path("/interrupt")
  @Operation(
      summary = "AWS takes a spot instance back: recommendation, two minutes' warning, end",
      description =
          "lead: from the recommendation to the warning, both at once unless said. late: how much of the"
              + " two minutes is over when both are told, less than two minutes. The machine dies"
              + " with whatever runs on it. Warned once, it stays so.")
  @RequestBody(
      content =
          @Content(
              examples =
                  @ExampleObject(name = "in half a minute", value = "{\"lead\": \"PT30S\"}")))
  public Told interrupt(@PathParam("id") String id, @Nullable String body) {
    Timing timing =
        body == null || body.isBlank() ? Timing.AT_ONCE : Fields.parse(body, Timing::read);
    return order(
        id,
        w -> {
          if (timing.late().isZero()) {
            w.cloud().instances().interrupt(id, timing.lead(), w.now());
          } else {
            w.cloud().instances().interruptLate(id, timing.late(), w.now());
          }
        });
  }

  /** When a machine is told, from the recommendation on. */
  private record Timing(Duration lead, Duration late) {
    static final Timing AT_ONCE = new Timing(Duration.ZERO, Duration.ZERO);

    static Timing read(Fields fields) {
      Duration late = fields.duration("late").orElse(Duration.ZERO);
      if (late.compareTo(Interruption.WARNING) >= 0) {
        throw fields.invalid("late", "less than " + Interruption.WARNING);
      }
      return new Timing(fields.duration("lead").orElse(Duration.ZERO), late);
    }
  }

  @POST
  @Path("/rebalance")
  @Operation(summary = "AWS recommends to replace a spot instance, and leaves it at that")
  public Told rebalance(@PathParam("id") String id) {
    return order(id, w -> w.cloud().instances().recommend(id, w.now()));
  }

  @POST
  @Path("/age")
  @Operation(
      summary = "Makes the instance look as if it had been launched earlier",
      description = "by: how much. What it costs stays as it is.")
  @RequestBody(
      content = @Content(examples = @ExampleObject(name = "an hour", value = "{\"by\": \"PT1H\"}")))
  public Told age(@PathParam("id") String id, String body) {
    Duration by =
        Fields.parse(
            body, f -> f.duration("by").orElseThrow(() -> f.invalid("by", "an ISO 8601 duration")));
    return order(id, w -> w.cloud().instances().age(id, by));
  }

  private Told order(String id, Consumer<World> order) {
    try {
      return world.ask(
          w -> {
            order.accept(w);
            return Told.of(w.cloud().instances().require(List.of(id)).getFirst());
          });
    } catch (Refusal refusal) {
      if (refusal.code().startsWith("InvalidInstanceID")) {
        throw Problem.notFound("instance", id);
      }
      throw Problem.conflict(refusal.message());
    }
  }
}
