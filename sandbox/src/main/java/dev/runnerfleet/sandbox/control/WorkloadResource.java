package dev.runnerfleet.sandbox.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import jakarta.ws.rs.DELETE;
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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
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

  private final WorldClock world;
  private final Map<String, List<String>> faultsOf = new ConcurrentHashMap<>();

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
              + " drawn; or script. The same seed always gives the same workload. speed: how many"
              + " times as fast all of it goes; repeat: how many times, one beginning every after"
              + " the other. faults: orders as for /control/faults, whose start counts from the"
              + " scenario's.")
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
              + " fast as recorded both waits and jobs go, 1 unless said. repeat: how many times in"
              + " a row. Further columns may be pool (one more tag), tags (parted by semicolons) and"
              + " project.")
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
      @QueryParam("repeat") @Nullable String repeat,
      @Nullable String body) {
    var order =
        new JobOrder(
            new ProjectPath(Objects.requireNonNullElse(project, "demo/history")),
            Project.DEFAULT_BRANCH,
            null,
            tags(tags),
            new Work.Lasting(Duration.ZERO));
    WorkloadPlan once = History.parse(Objects.requireNonNullElse(body, ""), order);
    int times = repeats(repeat, once);
    var plan = once.repeated(times, once.span()).faster(speed(speed));
    return start(new Scenario(plan, List.of()));
  }

  private static List<String> tags(@Nullable String tags) {
    return Stream.of(Objects.requireNonNullElse(tags, "").split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  private static double speed(@Nullable String text) {
    String expected = "a number from 0.001 to 100000";
    try {
      double speed = text == null ? 1 : Double.parseDouble(text);
      if (speed >= Scenario.SLOWEST && speed <= Scenario.FASTEST) {
        return speed;
      }
    } catch (NumberFormatException e) {
      throw new InvalidValueException("speed", text, expected);
    }
    throw new InvalidValueException("speed", text, expected);
  }

  private static int repeats(@Nullable String text, WorkloadPlan once) {
    int most = Orders.MAX_COUNT / once.arrivals().size();
    String expected = "a whole number from 1 to " + most + ", for 100000 jobs at most";
    try {
      int times = text == null ? 1 : Integer.parseInt(text);
      if (times >= 1 && times <= most) {
        return times;
      }
    } catch (NumberFormatException e) {
      throw new InvalidValueException("repeat", text, expected);
    }
    throw new InvalidValueException("repeat", text, expected);
  }

  private Response start(Scenario scenario) {
    Begun begun =
        world.ask(
            w -> {
              var faults =
                  scenario.faults().stream().map(f -> w.faults().order(f, w.now()).id()).toList();
              var progress = w.forge().workloads().start(scenario.plan(), w.now());
              faultsOf.put(progress.id(), faults);
              return new Begun(progress, faults);
            });
    return Response.status(CREATED).entity(begun).build();
  }

  /** A workload as it stands, and the faults that came with it. */
  public record Begun(@JsonUnwrapped WorkloadProgress progress, List<String> faults) {}

  private Begun with(WorkloadProgress progress) {
    return new Begun(progress, faultsOf.getOrDefault(progress.id(), List.of()));
  }

  @GET
  @Operation(summary = "How far every workload has come")
  public List<Begun> all() {
    return world.ask(w -> w.forge().workloads().all()).stream().map(this::with).toList();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "How far a workload has come")
  public Begun progress(@PathParam("id") String id) {
    return world
        .ask(w -> w.forge().workloads().progress(id))
        .map(this::with)
        .orElseThrow(() -> Problem.notFound("workload", id));
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Makes no further jobs of a workload and lifts its faults",
      description = "Jobs that were made stay, and are worked.")
  public Begun stop(@PathParam("id") String id) {
    return world.ask(
        w -> {
          var progress =
              w.forge().workloads().stop(id).orElseThrow(() -> Problem.notFound("workload", id));
          faultsOf.getOrDefault(id, List.of()).forEach(fault -> w.faults().lift(fault));
          return with(progress);
        });
  }
}
