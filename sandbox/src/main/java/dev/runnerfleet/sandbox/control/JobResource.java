package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Gives the simulated GitLab jobs, and takes them back. */
@Path("/control/jobs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class JobResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  JobResource(WorldClock world) {
    this.world = world;
  }

  /** The jobs that were made. */
  public record Made(List<Long> ids) {}

  /** A job and what has become of it. */
  public record JobState(long id, String status) {}

  private record Request(JobOrder order, int count) {
    static Request read(Fields fields) {
      return new Request(Orders.job(fields), Orders.count(fields));
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes pending jobs, and their project where there is none",
      description =
          "project: path, needed. tags: none makes untagged jobs. ref: main unless said. protected:"
              + " whether the ref shall be protected; as it was unless said. count: 1 unless said."
              + " duration: ISO 8601, PT10S unless said; or script: lines for a real runner. exit:"
              + " the exit code that the work ends with, 0 unless said; others fail the job.")
  @RequestBody(
      content =
          @Content(
              examples =
                  @ExampleObject(
                      name = "twenty",
                      value =
                          """
                          {"project": "demo/app", "tags": ["docker"], "count": 20, \
                          "duration": "PT10S"}""")))
  public Response make(@Nullable String body) {
    var request = Fields.parse(Objects.requireNonNullElse(body, ""), Request::read);
    List<Long> ids = world.ask(w -> make(w, request));
    return Response.status(CREATED).entity(new Made(ids)).build();
  }

  private static List<Long> make(World w, Request request) {
    var ids = new ArrayList<Long>(request.count());
    for (int made = 0; made < request.count(); made++) {
      ids.add(w.forge().maker().make(request.order(), w.now()).id());
    }
    return ids;
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(summary = "Cancels a job unless it has ended")
  public JobState cancel(@PathParam("id") long id) {
    Job job =
        world.ask(
            w -> {
              Job found = w.forge().jobs().find(id);
              if (found == null) {
                throw Problem.notFound("job", String.valueOf(id));
              }
              return w.forge().lifecycle().cancel(found, w.now());
            });
    return new JobState(job.id(), job.status().wireName());
  }
}
