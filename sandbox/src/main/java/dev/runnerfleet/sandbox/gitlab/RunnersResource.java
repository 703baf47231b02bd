package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.access.Role;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Paging;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.world.WorldClock;
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
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** GitLab's "Runners" API. */
@Path("/gitlab/api/v4")
@ApplicationScoped
@SignedIn
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class RunnersResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  RunnersResource(WorldClock world) {
    this.world = world;
  }

  @POST
  @Path("/user/runners")
  @Operation(summary = "Makes a runner and answers with its authentication token")
  public Response create(
      @Nullable String body, @Context UriInfo uri, @Context SecurityContext security) {
    var params = new RunnerParams(Params.of(uri, Objects.requireNonNullElse(body, "")));
    Runner runner =
        world.ask(
            w -> {
              RunnerScope scope = params.scope(w.forge());
              requireHold(security, scope);
              var settings = params.over(RunnerSettings.defaults());
              return w.forge().runners().create(scope, settings, w.now());
            });
    return Response.status(CREATED).entity(registration(runner)).build();
  }

  /**
   * Runners of the instance are the administrators', a group's its owners', a project's its
   * maintainers'.
   */
  private static void requireHold(SecurityContext security, RunnerScope scope) {
    switch (scope.type()) {
      case INSTANCE_TYPE -> Caller.requireAdministrator(security);
      case GROUP_TYPE -> Caller.require(security, Role.OWNER);
      case PROJECT_TYPE -> Caller.require(security, Role.MAINTAINER);
    }
  }

  /** One that the caller may change. */
  private static Runner held(World w, String id, SecurityContext security) {
    Runner runner = new Lookup(w.forge()).runner(id);
    requireHold(security, runner.scope());
    return runner;
  }

  /** What whoever asked for another token gets. */
  static Shape newToken(Runner runner) {
    return new Shape().with("token", runner.token()).with("token_expires_at", null);
  }

  /** What whoever registered, or verified, a runner learns of it. */
  static Shape registration(Runner runner) {
    return new Shape()
        .with("id", runner.id())
        .with("token", runner.token())
        .with("token_expires_at", null);
  }

  @GET
  @Path("/runners")
  @Operation(summary = "Runners by type, status, paused and tag_list")
  public Response available(@Context UriInfo uri, @Context SecurityContext security) {
    boolean all = Caller.of(security).user().isAdministrator();
    return list(uri, w -> runner -> all || runner.scope().ownerId() != null);
  }

  @GET
  @Path("/runners/all")
  @Operation(summary = "All runners of the instance by type, status, paused and tag_list")
  public Response all(@Context UriInfo uri, @Context SecurityContext security) {
    Caller.requireAdministrator(security);
    return list(uri, w -> runner -> true);
  }

  @GET
  @Path("/groups/{id}/runners")
  @Operation(summary = "Runners that a group's projects can use")
  public Response ofGroup(@PathParam("id") String id, @Context UriInfo uri) {
    return list(
        uri,
        w -> {
          Group group = new Lookup(w.forge()).group(id);
          return runner -> isOfGroup(w, runner, group);
        });
  }

  /** Those of the instance, of the group or one around it, and of the projects within. */
  private static boolean isOfGroup(World w, Runner runner, Group group) {
    Long owner = runner.scope().ownerId();
    if (owner == null) {
      return true;
    }
    return switch (runner.scope().type()) {
      case INSTANCE_TYPE -> true;
      case GROUP_TYPE -> group.isWithin(owner);
      case PROJECT_TYPE -> w.forge().projects().get(owner).group().isWithin(group.id());
    };
  }

  @GET
  @Path("/projects/{id}/runners")
  @Operation(summary = "Runners that a project can use")
  public Response ofProject(@PathParam("id") String id, @Context UriInfo uri) {
    return list(
        uri,
        w -> {
          Project project = new Lookup(w.forge()).project(id);
          return runner -> runner.scope().covers(project);
        });
  }

  private Response list(UriInfo uri, Function<World, Predicate<Runner>> among) {
    var params = Params.of(uri);
    var paging = Paging.of(uri, params);
    var filter = new RunnerFilter(params);
    return world.ask(
        w -> {
          List<Runner> found = filter.select(w, among.apply(w));
          var shapes = paging.cut(found).stream().map(shapes(w, uri)::basic).toList();
          return paging.page(shapes, found.size());
        });
  }

  private static RunnerShapes shapes(World w, UriInfo uri) {
    return new RunnerShapes(w.forge(), Links.of(uri), w.now());
  }

  @GET
  @Path("/runners/{id}")
  @Operation(summary = "A runner with everything known of it")
  public Shape runner(@PathParam("id") String id, @Context UriInfo uri) {
    return world.ask(w -> shapes(w, uri).details(new Lookup(w.forge()).runner(id)));
  }

  @PUT
  @Path("/runners/{id}")
  @Operation(summary = "Changes a runner: paused, tag_list, run_untagged, access_level, …")
  public Shape change(
      @PathParam("id") String id,
      @Nullable String body,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    var params = new RunnerParams(Params.of(uri, Objects.requireNonNullElse(body, "")));
    return world.ask(
        w -> {
          Runner runner = held(w, id, security);
          var settings = params.over(runner.settings());
          return shapes(w, uri).details(w.forge().runners().change(runner.id(), settings));
        });
  }

  @DELETE
  @Path("/runners/{id}")
  @Operation(summary = "Deletes a runner; a job that runs on it is left to itself")
  public Response delete(@PathParam("id") String id, @Context SecurityContext security) {
    world.tell(w -> w.forge().runners().delete(held(w, id, security).id()));
    return Response.noContent().build();
  }

  @POST
  @Path("/runners/{id}/reset_authentication_token")
  @Operation(summary = "A new token in the place of a runner's")
  public Response reset(@PathParam("id") String id, @Context SecurityContext security) {
    Runner renewed = world.ask(w -> w.forge().runners().renewToken(held(w, id, security).id()));
    return Response.status(CREATED).entity(newToken(renewed)).build();
  }

  @GET
  @Path("/runners/{id}/jobs")
  @Operation(summary = "Jobs that a runner has taken, by status; without their tags")
  public Response jobs(@PathParam("id") String id, @Context UriInfo uri) {
    var params = Params.of(uri);
    var paging = Paging.of(uri, params);
    Set<JobStatus> scope = JobScope.of("status", params.list("status").orElse(null));
    boolean ascending = params.text("sort").orElse("desc").equals("asc");
    String systemId = params.text("system_id").orElse(null);
    return world.ask(
        w -> {
          Runner runner = new Lookup(w.forge()).runner(id);
          List<Job> jobs =
              w.forge()
                  .jobs()
                  .ofRunner(runner.id())
                  .filter(job -> scope.contains(job.status()) && ranOn(job, systemId))
                  .toList();
          var shapes = new JobShapes(w.forge(), Links.of(uri), w.now());
          List<Job> ordered = ascending ? jobs.reversed() : jobs;
          return paging.page(paging.cut(ordered).stream().map(shapes::basic).toList(), jobs.size());
        });
  }

  private static boolean ranOn(Job job, @Nullable String systemId) {
    var assignment = job.progress().assignment();
    return systemId == null || (assignment != null && assignment.systemId().equals(systemId));
  }

  @GET
  @Path("/runners/{id}/managers")
  @Operation(summary = "The machines that use a runner's token, unpaged")
  public List<Shape> managers(@PathParam("id") String id, @Context UriInfo uri) {
    return world.ask(
        w -> {
          Runner runner = new Lookup(w.forge()).runner(id);
          return w.forge().runners().hosts(runner.id()).reversed().stream()
              .map(shapes(w, uri)::manager)
              .toList();
        });
  }
}
