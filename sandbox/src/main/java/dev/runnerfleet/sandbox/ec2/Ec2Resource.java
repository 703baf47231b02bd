package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.aws.api.CallCounts;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.wire.Form;
import dev.runnerfleet.sandbox.ec2.wire.XmlEncoder;
import dev.runnerfleet.sandbox.world.WorldClock;
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
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** EC2's endpoint. Whatever comes in is answered in EC2's own form, nonsense too. */
@Path("/ec2")
@ApplicationScoped
@Produces(MediaType.TEXT_XML)
@Consumes(MediaType.WILDCARD)
class Ec2Resource {
  private static final Logger LOG = Logger.getLogger(Ec2Resource.class);
  private static final String UNKNOWN = "unknown";

  private final WorldClock world;
  private final Map<String, Ec2Action> actions;

  Ec2Resource(WorldClock world, SandboxConfig config) {
    this.world = world;
    String account = config.sandbox().account();
    this.actions =
        Stream.of(
                new LaunchTemplateActions(world, account).all(),
                new FleetActions(world).all(),
                new InstanceActions(world, account).all(),
                new CatalogueActions(world, account).all())
            .flatMap(all -> all.stream())
            .collect(Collectors.toUnmodifiableMap(Ec2Action::name, Function.identity()));
  }

  @POST
  @Operation(summary = "EC2's query protocol: a form with Action, Version and the parameters")
  public Response post(String body) {
    return answer(body);
  }

  @GET
  @Operation(summary = "The same with the parameters in the query string")
  public Response get(@Context UriInfo uri) {
    return answer(Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), ""));
  }

  private Response answer(String parameters) {
    String requestId = UUID.randomUUID().toString();
    try {
      return answer(Form.parse(parameters), requestId);
    } catch (Refusal refusal) {
      return refused(UNKNOWN, refusal, requestId);
    }
  }

  private Response answer(Form form, String requestId) {
    String name = form.get("Action");
    Ec2Action action = name == null ? null : actions.get(name);
    if (action == null) {
      return refused(UNKNOWN, unknown(name), requestId);
    }
    try {
      boolean narrow = Ec2Action.isNarrow(form);
      world.tell(w -> w.cloud().limits().admit(action.name(), narrow, w.now()));
      return answered(action, form, requestId);
    } catch (Refusal refusal) {
      return refused(action.name(), refusal, requestId);
    } catch (RuntimeException e) {
      LOG.errorf(e, "EC2 action failed action=%s request=%s", action.name(), requestId);
      var fault = new Refusal(500, "InternalError", "An internal error has occurred");
      return refused(action.name(), fault, requestId);
    }
  }

  private Response answered(Ec2Action action, Form form, String requestId) {
    var reply = action.answer(form);
    world.tell(w -> w.cloud().calls().count(action.name(), CallCounts.OK));
    return xml(200, XmlEncoder.reply(action.name(), requestId, reply));
  }

  private static Refusal unknown(@Nullable String action) {
    return action == null
        ? new Refusal("MissingAction", "The request must contain the parameter Action")
        : new Refusal(
            "InvalidAction", "The action " + action + " is not valid for this web service.");
  }

  private Response refused(String action, Refusal refusal, String requestId) {
    world.tell(w -> w.cloud().calls().count(action, refusal.code()));
    return xml(refusal.status(), XmlEncoder.refusal(refusal, requestId));
  }

  private static Response xml(int status, String document) {
    return Response.status(status).type("text/xml;charset=UTF-8").entity(document).build();
  }
}
