package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.workload.PipelineOrder;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Makes pipelines of several jobs in the simulated GitLab. */
@Path("/control/pipelines")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class PipelineResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  PipelineResource(WorldClock world) {
    this.world = world;
  }

  /** A pipeline and its jobs, in the order in which they were named. */
  public record Made(long id, List<Long> jobs) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a pipeline, and its project where there is none",
      description =
          "project, ref and protected as for jobs. stages: in their order; as the jobs name them"
              + " unless said. jobs: each a name and a stage, tags, duration or script, exit, and"
              + " as in .gitlab-ci.yml needs (names), when (on_success, on_failure, always, manual,"
              + " delayed), start-in (ISO 8601), allow-failure, and retry: max, when, exit-code.")
  @RequestBody(
      content =
          @Content(
              examples =
                  @ExampleObject(
                      name = "two stages",
                      value =
                          """
                          {"project": "demo/app", "jobs": [
                            {"name": "build", "stage": "build", "tags": ["docker"], \
                          "duration": "PT30S"},
                            {"name": "test", "stage": "test", "tags": ["docker"], \
                          "needs": ["build"], "retry": {"max": 1}}]}""")))
  public Response make(@Nullable String body) {
    PipelineOrder order =
        Fields.parse(Objects.requireNonNullElse(body, ""), PipelineOrders::pipeline);
    List<Job> jobs = world.ask(w -> w.forge().maker().make(order, w.now()));
    var ids = jobs.stream().map(Job::id).toList();
    return Response.status(CREATED).entity(new Made(jobs.getFirst().pipelineId(), ids)).build();
  }
}
