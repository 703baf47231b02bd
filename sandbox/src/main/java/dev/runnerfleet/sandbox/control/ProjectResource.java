package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Makes projects in the simulated GitLab. */
@Path("/control/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class ProjectResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  ProjectResource(WorldClock world) {
    this.world = world;
  }

  /** A project and the group that it lies in. */
  public record Made(long id, String project, long group) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Makes a project, with its groups, unless there is one at that path")
  @RequestBody(
      content =
          @Content(examples = @ExampleObject(name = "app", value = "{\"project\": \"demo/app\"}")))
  public Response make(@Nullable String body) {
    ProjectPath path = Fields.parse(Objects.requireNonNullElse(body, ""), Orders::project);
    Project project = world.ask(w -> w.forge().projects().at(path, w.now()));
    var made = new Made(project.id(), project.path(), project.group().id());
    return Response.status(CREATED).entity(made).build();
  }
}
