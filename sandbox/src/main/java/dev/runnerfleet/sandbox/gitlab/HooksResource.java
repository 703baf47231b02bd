package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.access.Role;
import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookEvent;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookOwner;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Paging;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.world.WorldClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** GitLab's "Project webhooks" and "Group webhooks" APIs. */
@Path("/gitlab/api/v4/{kind: projects|groups}/{id}/hooks")
@ApplicationScoped
@SignedIn
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class HooksResource {
  private static final int CREATED = 201;

  private final WorldClock world;
  private final HookTrial trial;

  HooksResource(WorldClock world, HookTrial trial) {
    this.world = world;
    this.trial = trial;
  }

  private static HookOwner owner(World w, String kind, String id, SecurityContext security) {
    var lookup = new Lookup(w.forge());
    if (kind.equals("groups")) {
      var owner = new HookOwner.OfGroup(lookup.group(id).id());
      Caller.require(security, Role.OWNER);
      return owner;
    }
    var owner = new HookOwner.OfProject(lookup.project(id).id());
    Caller.require(security, Role.MAINTAINER);
    return owner;
  }

  private static Hook hook(World w, HookOwner owner, String id) {
    Hook hook = w.forge().hooks().find(owner, Params.id("hook_id", id));
    if (hook == null) {
      throw GitLabError.message(404, "404 Not found");
    }
    return hook;
  }

  private static Shape shape(World w, Hook hook) {
    return new HookShapes(w.now()).shape(hook);
  }

  @GET
  @Operation(summary = "A project's or a group's webhooks")
  public Response hooks(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    var paging = Paging.of(uri, Params.of(uri));
    return world.ask(
        w -> {
          List<Hook> hooks = w.forge().hooks().of(owner(w, kind, id, security));
          var page = paging.cut(hooks).stream().map(hook -> shape(w, hook)).toList();
          return paging.page(page, hooks.size());
        });
  }

  @POST
  @Operation(summary = "Makes a webhook")
  public Response create(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @Nullable String body,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    var params = new HookParams(Params.of(uri, Objects.requireNonNullElse(body, "")));
    Shape made =
        world.ask(
            w -> {
              HookOwner owner = owner(w, kind, id, security);
              return shape(w, w.forge().hooks().create(owner, params.made(), w.now()));
            });
    return Response.status(CREATED).entity(made).build();
  }

  @GET
  @Path("/{hook_id}")
  @Operation(summary = "A webhook")
  public Shape hook(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @PathParam("hook_id") String hookId,
      @Context SecurityContext security) {
    return world.ask(w -> shape(w, hook(w, owner(w, kind, id, security), hookId)));
  }

  @PUT
  @Path("/{hook_id}")
  @Operation(summary = "Changes a webhook")
  public Shape change(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @PathParam("hook_id") String hookId,
      @Nullable String body,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    var params = new HookParams(Params.of(uri, Objects.requireNonNullElse(body, "")));
    return world.ask(
        w -> {
          Hook hook = hook(w, owner(w, kind, id, security), hookId);
          return shape(w, w.forge().hooks().change(hook.id(), params.over(hook.settings())));
        });
  }

  @DELETE
  @Path("/{hook_id}")
  @Operation(summary = "Deletes a webhook")
  public Response delete(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @PathParam("hook_id") String hookId,
      @Context SecurityContext security) {
    world.tell(w -> w.forge().hooks().delete(hook(w, owner(w, kind, id, security), hookId).id()));
    return Response.noContent().build();
  }

  @POST
  @Path("/{hook_id}/test/{trigger}")
  @Operation(summary = "Sends a made-up event; a disabled webhook that takes it is enabled again")
  public Uni<Response> test(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @PathParam("hook_id") String hookId,
      @PathParam("trigger") String trigger,
      @Context SecurityContext security) {
    if (Arrays.stream(HookEvent.values()).noneMatch(e -> e.wireName().equals(trigger))) {
      throw GitLabError.notOneOf("trigger");
    }
    Hook hook = world.ask(w -> hook(w, owner(w, kind, id, security), hookId));
    return trial.test(hook, header(trigger)).map(HooksResource::tested);
  }

  private static String header(String trigger) {
    return switch (trigger) {
      case "job_events" -> "Job Hook";
      case "pipeline_events" -> "Pipeline Hook";
      default -> "Push Hook";
    };
  }

  private static Response tested(int status) {
    boolean good = status >= 200 && status < 300;
    return good
        ? Response.status(CREATED).entity(Map.of("message", "201 Created")).build()
        : GitLabError.message(422, "Hook execution failed: HTTP " + status).getResponse();
  }
}
