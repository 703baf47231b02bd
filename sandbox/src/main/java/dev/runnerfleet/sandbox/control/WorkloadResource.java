package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadPlan;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadProgress;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Gives the simulated GitLab jobs by and by. */
@Path("/control/workloads")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class WorkloadResource {
  private static final int CREATED = 201;
  private static final double MAX_SPEED = 100_000;

  private final WorldClock world;

  WorkloadResource(WorldClock world) {
    this.world = world;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begins a scenario",
      description =
          "groups of jobs that are alike. Each: project, tags, ref, protected, count as for"
              + " /control/jobs; arrival: at (counted from the start; PT0S unless said), and either"
              + " every (one after the other) or over (each at a random moment), or neither (all at"
              + " once); duration: an ISO 8601 duration or min and max, between which each job's is"
              + " drawn; or script. The same seed always gives the same workload.")
  @RequestBody(
      content =
          @Content(
              examples =
                  @ExampleObject(
                      name = "two groups",
                      value =
                          """
                          {"name": "a burst on a trickle", "seed": 7, "groups": [
                            {"project": "demo/app", "tags": ["docker"], "count": 20,
                             "arrival": {"every": "PT3S"}, "duration": {"min": "PT5S", "max": "PT15S"}},
                            {"project": "demo/site", "count": 10,
                             "arrival": {"at": "PT20S"}, "duration": "PT8S"}]}""")))
  public Response scenario(@Nullable String body) {
    return start(Scenario.parse(Objects.requireNonNullElse(body, "")));
  }

  @POST
  @Consumes("text/csv")
  @Operation(
      summary = "Begins a recorded history, a line queued_ms,duration_ms for each job",
      description =
          "project: path, demo/history unless said. tags: parted by commas. speed: how many times as"
              + " fast as recorded both waits and jobs go, 1 unless said.")
  @RequestBody(
      content =
          @Content(
              mediaType = "text/csv",
              examples =
                  @ExampleObject(
                      name = "two jobs",
                      value = "queued_ms,duration_ms\n0,649823\n302801,317532\n")))
  public Response history(
      @QueryParam("project") @Nullable String project,
      @QueryParam("tags") @Nullable String tags,
      @QueryParam("speed") @Nullable String speed,
      @Nullable String body) {
    var order =
        new JobOrder(
            new ProjectPath(Objects.requireNonNullElse(project, "demo/history")),
            Project.DEFAULT_BRANCH,
            null,
            tags(tags),
            new Work.Lasting(Duration.ZERO));
    return start(History.parse(Objects.requireNonNullElse(body, ""), order, speed(speed)));
  }

  private static List<String> tags(@Nullable String tags) {
    return Stream.of(Objects.requireNonNullElse(tags, "").split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  private static double speed(@Nullable String text) {
    try {
      double speed = text == null ? 1 : Double.parseDouble(text);
      if (speed > 0 && speed <= MAX_SPEED) {
        return speed;
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal
    }
    throw new InvalidValueException("speed", text, "a number above 0, up to 100000");
  }

  private Response start(WorkloadPlan plan) {
    WorkloadProgress progress = world.ask(w -> w.forge().workloads().start(plan, w.now()));
    return Response.status(CREATED).entity(progress).build();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "How far a workload has come")
  public WorkloadProgress progress(@PathParam("id") String id) {
    return world
        .ask(w -> w.forge().workloads().progress(id))
        .orElseThrow(() -> Problem.notFound("workload", id));
  }
}
