package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.access.Role;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Paging;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** GitLab's "Jobs" API. */
@Path("/gitlab/api/v4")
@ApplicationScoped
@SignedIn
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class JobsResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  JobsResource(WorldClock world) {
    this.world = world;
  }

  @GET
  @Path("/projects/{id}/jobs")
  @Operation(summary = "A project's jobs by scope[]; pages by offset or by keyset, by id")
  public Response jobs(@PathParam("id") String id, @Context UriInfo uri) {
    var params = Params.of(uri);
    Set<JobStatus> scope = JobScope.of("scope", params.list("scope").orElse(null));
    String order = params.text("order_by").orElse("id");
    boolean ascending = params.text("sort").orElse("desc").equals("asc");
    if (params.text("pagination").filter("keyset"::equals).isPresent()) {
      if (!order.equals("id")) {
        throw GitLabError.error(
            405, "Keyset pagination is not yet available for this type of request");
      }
      return world.ask(w -> keyset(w, id, scope, ascending, uri));
    }
    if (!order.equals("id")) {
      throw GitLabError.notOneOf("order_by");
    }
    return world.ask(w -> page(w, id, scope, ascending, uri));
  }

  private static Response keyset(
      World w, String id, Set<JobStatus> scope, boolean ascending, UriInfo uri) {
    var params = Params.of(uri);
    var paging = Paging.of(uri, params);
    Project project = new Lookup(w.forge()).project(id);
    Long beyond = params.text("cursor").map(JobCursor::read).orElse(null);
    List<Job> found =
        w.forge().jobs().page(project.id(), scope, ascending, beyond, 0, paging.perPage() + 1);
    List<Job> items = found.stream().limit(paging.perPage()).toList();
    boolean more = found.size() > items.size();
    return paging.keyset(
        shapes(w, uri, items), "cursor", more ? JobCursor.after(items.getLast().id()) : null);
  }

  private static Response page(
      World w, String id, Set<JobStatus> scope, boolean ascending, UriInfo uri) {
    var paging = Paging.of(uri, Params.of(uri));
    Project project = new Lookup(w.forge()).project(id);
    var jobs = w.forge().jobs();
    List<Job> items =
        jobs.page(project.id(), scope, ascending, null, paging.skip(), paging.perPage());
    return paging.page(shapes(w, uri, items), jobs.count(project.id(), scope));
  }

  private static List<Shape> shapes(World w, UriInfo uri, List<Job> jobs) {
    return jobs.stream().map(shapes(w, uri)::full).toList();
  }

  private static JobShapes shapes(World w, UriInfo uri) {
    return new JobShapes(w.forge(), Links.of(uri), w.now());
  }

  @GET
  @Path("/projects/{id}/jobs/{job_id}")
  @Operation(summary = "A job, with its tags")
  public Shape job(
      @PathParam("id") String id, @PathParam("job_id") String jobId, @Context UriInfo uri) {
    return world.ask(w -> shapes(w, uri).full(new Lookup(w.forge()).job(id, jobId)));
  }

  @POST
  @Path("/projects/{id}/jobs/{job_id}/retry")
  @Operation(summary = "Makes a new job in the place of one that has ended")
  public Response retry(
      @PathParam("id") String id,
      @PathParam("job_id") String jobId,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    Caller.require(security, Role.DEVELOPER);
    return created(world.ask(w -> retried(w, new Lookup(w.forge()).job(id, jobId), uri)));
  }

  private static Shape retried(World w, Job job, UriInfo uri) {
    Job again =
        w.forge()
            .lifecycle()
            .retry(job, w.now())
            .orElseThrow(() -> GitLabError.forbidden("Job is not retryable"));
    return shapes(w, uri).full(again);
  }

  @POST
  @Path("/projects/{id}/jobs/{job_id}/cancel")
  @Operation(summary = "Cancels a job unless it has ended")
  public Response cancel(
      @PathParam("id") String id,
      @PathParam("job_id") String jobId,
      @Nullable String body,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    var params = Params.of(uri, Objects.requireNonNullElse(body, ""));
    boolean force = params.flag("force").orElse(false);
    Caller.require(security, force ? Role.MAINTAINER : Role.DEVELOPER);
    return created(
        world.ask(
            w -> {
              Job job = new Lookup(w.forge()).job(id, jobId);
              return shapes(w, uri).full(w.forge().lifecycle().cancel(job, force, w.now()));
            }));
  }

  @POST
  @Path("/projects/{id}/jobs/{job_id}/play")
  @Operation(summary = "Starts a manual or a delayed job")
  public Shape play(
      @PathParam("id") String id,
      @PathParam("job_id") String jobId,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    Caller.require(security, Role.DEVELOPER);
    return world.ask(
        w -> {
          Job job = new Lookup(w.forge()).job(id, jobId);
          Job played =
              w.forge()
                  .lifecycle()
                  .play(job, w.now())
                  .orElseThrow(() -> GitLabError.message(400, "400 Bad request - Unplayable Job"));
          return shapes(w, uri).full(played);
        });
  }

  @POST
  @Path("/projects/{id}/jobs/{job_id}/erase")
  @Operation(summary = "Removes the log of a job that has ended")
  public Response erase(
      @PathParam("id") String id,
      @PathParam("job_id") String jobId,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    Caller.require(security, Role.DEVELOPER);
    return created(
        world.ask(
            w -> {
              Job job = new Lookup(w.forge()).job(id, jobId);
              var traces = w.forge().protocol().traces();
              if (!job.status().isComplete() || !traces.isErasable(job.id())) {
                throw GitLabError.forbidden("Job is not erasable!");
              }
              traces.erase(job.id(), w.now());
              return shapes(w, uri).full(job);
            }));
  }

  @GET
  @Path("/projects/{id}/jobs/{job_id}/trace")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(summary = "A job's log, as far as it is kept")
  public Response trace(@PathParam("id") String id, @PathParam("job_id") String jobId) {
    return world.ask(
        w -> {
          Job job = new Lookup(w.forge()).job(id, jobId);
          return Response.ok(w.forge().protocol().traces().content(job.id()))
              .header("Content-Disposition", "infile; filename=\"" + job.id() + ".log\"")
              .build();
        });
  }

  private static Response created(Shape shape) {
    return Response.status(CREATED).entity(shape).build();
  }
}
