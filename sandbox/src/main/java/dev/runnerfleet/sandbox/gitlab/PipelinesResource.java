package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.access.Role;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.life.Lifecycle;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** GitLab's "Pipelines" API, and of its "Jobs" API what goes by pipelines. */
@Path("/gitlab/api/v4/projects/{id}/pipelines")
@ApplicationScoped
@SignedIn
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class PipelinesResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  PipelinesResource(WorldClock world) {
    this.world = world;
  }

  private static JobShapes shapes(World w, UriInfo uri) {
    return new JobShapes(w.forge(), Links.of(uri), w.now());
  }

  @GET
  @Operation(summary = "A project's pipelines by status, ref and sha, by id")
  public Response pipelines(@PathParam("id") String id, @Context UriInfo uri) {
    var params = Params.of(uri);
    var paging = Paging.of(uri, params);
    boolean ascending = params.text("sort").orElse("desc").equals("asc");
    Set<JobStatus> statuses = JobScope.of("status", params.list("status").orElse(null));
    if (!params.text("order_by").orElse("id").equals("id")) {
      throw GitLabError.notOneOf("order_by");
    }
    return world.ask(
        w -> {
          Project project = new Lookup(w.forge()).project(id);
          List<Pipeline> all = w.forge().pipelines().ofProject(project.id());
          Stream<Pipeline> ordered = (ascending ? all : all.reversed()).stream();
          List<Pipeline> found =
              ordered
                  .filter(p -> statuses.contains(p.status()))
                  .filter(p -> params.text("ref").filter(ref -> !ref.equals(p.ref())).isEmpty())
                  .filter(p -> params.text("sha").filter(sha -> !sha.equals(p.sha())).isEmpty())
                  .toList();
          var page =
              paging.cut(found).stream().map(p -> shapes(w, uri).pipeline(project, p)).toList();
          return paging.page(page, found.size());
        });
  }

  @GET
  @Path("/{pipeline_id}")
  @Operation(summary = "A pipeline")
  public Shape pipeline(
      @PathParam("id") String id,
      @PathParam("pipeline_id") String pipelineId,
      @Context UriInfo uri) {
    return world.ask(w -> details(w, id, pipelineId, uri));
  }

  private static Shape details(World w, String id, String pipelineId, UriInfo uri) {
    var lookup = new Lookup(w.forge());
    return shapes(w, uri).details(lookup.project(id), lookup.pipeline(id, pipelineId));
  }

  @GET
  @Path("/{pipeline_id}/jobs")
  @Operation(summary = "A pipeline's jobs by scope[]; the retried ones with include_retried")
  public Response jobs(
      @PathParam("id") String id,
      @PathParam("pipeline_id") String pipelineId,
      @Context UriInfo uri) {
    var params = Params.of(uri);
    Set<JobStatus> scope = JobScope.of("scope", params.list("scope").orElse(null));
    boolean retried = params.flag("include_retried").orElse(false);
    var paging = Paging.of(uri, params);
    return world.ask(
        w -> {
          Pipeline pipeline = new Lookup(w.forge()).pipeline(id, pipelineId);
          List<Job> jobs =
              w.forge().jobs().ofPipeline(pipeline.id()).reversed().stream()
                  .filter(job -> scope.contains(job.status()) && (retried || job.isLatest()))
                  .toList();
          var page = paging.cut(jobs).stream().map(shapes(w, uri)::full).toList();
          return paging.page(page, jobs.size());
        });
  }

  /** Something that is done to a whole pipeline. */
  private interface Order {
    void carryOut(Lifecycle lifecycle, Pipeline pipeline, Instant now);
  }

  @POST
  @Path("/{pipeline_id}/cancel")
  @Operation(summary = "Cancels a pipeline's jobs that have not ended")
  public Response cancel(
      @PathParam("id") String id,
      @PathParam("pipeline_id") String pipelineId,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    return ordered(id, pipelineId, uri, security, Lifecycle::cancel);
  }

  @POST
  @Path("/{pipeline_id}/retry")
  @Operation(summary = "Retries a pipeline's jobs that failed or were canceled")
  public Response retry(
      @PathParam("id") String id,
      @PathParam("pipeline_id") String pipelineId,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    return ordered(id, pipelineId, uri, security, Lifecycle::retry);
  }

  private Response ordered(
      String id, String pipelineId, UriInfo uri, SecurityContext security, Order order) {
    Caller.require(security, Role.DEVELOPER);
    Shape after =
        world.ask(
            w -> {
              Pipeline pipeline = new Lookup(w.forge()).pipeline(id, pipelineId);
              order.carryOut(w.forge().lifecycle(), pipeline, w.now());
              return details(w, id, pipelineId, uri);
            });
    return Response.status(CREATED).entity(after).build();
  }
}
