package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.ec2.Ec2Api.Answer;
import dev.runnerfleet.sandbox.world.WorldClock;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** EC2's endpoint. Whatever comes in is answered in EC2's own form, nonsense too. */
@Path("/ec2")
@ApplicationScoped
@Produces(MediaType.WILDCARD)
@Consumes(MediaType.WILDCARD)
@Blocking
class Ec2Resource {
  private final Ec2Api api;

  Ec2Resource(WorldClock world, SandboxConfig config) {
    this.api = new Ec2Api(world, config.sandbox().account(), () -> UUID.randomUUID().toString());
  }

  @POST
  @Operation(summary = "EC2's query protocol: a form with Action, Version and the parameters")
  public Uni<Response> post(String body) {
    return answer(api.answer(body));
  }

  @GET
  @Operation(summary = "The same with the parameters in the query string")
  public Uni<Response> get(@Context UriInfo uri) {
    return answer(api.answer(Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "")));
  }

  private static Uni<Response> answer(Answer answer) {
    var response =
        Response.status(answer.status())
            .type("text/xml;charset=UTF-8")
            // As bytes: the server would write a text out one character at a time.
            .entity(answer.document().getBytes(StandardCharsets.UTF_8))
            .build();
    var uni = Uni.createFrom().item(response);
    return answer.stall().isPositive() ? uni.onItem().delayIt().by(answer.stall()) : uni;
  }
}
