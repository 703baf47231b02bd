package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Paging;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** GitLab's "Projects", "Groups" and "Branches" APIs, as far as they are needed. */
@Path("/gitlab/api/v4")
@ApplicationScoped
@SignedIn
@Produces(MediaType.APPLICATION_JSON)
class ProjectsResource {
  private final WorldClock world;

  ProjectsResource(WorldClock world) {
    this.world = world;
  }

  @GET
  @Path("/projects")
  @Operation(summary = "All projects; pages by offset, or by keyset in the order of their ids")
  public Response projects(@Context UriInfo uri) {
    var params = Params.of(uri);
    boolean ascending = ascending(params);
    return params.text("pagination").filter("keyset"::equals).isPresent()
        ? keyset(uri, params, ascending)
        : world.ask(w -> page(uri, params, ordered(w.forge(), ascending)));
  }

  private static boolean ascending(Params params) {
    String sort = params.text("sort").orElse("desc");
    if (!sort.equals("asc") && !sort.equals("desc")) {
      throw GitLabError.notOneOf("sort");
    }
    return sort.equals("asc");
  }

  private static List<Project> ordered(Forge forge, boolean ascending) {
    NavigableMap<Long, Project> all = forge.projects().all();
    return List.copyOf((ascending ? all : all.descendingMap()).values());
  }

  private Response keyset(UriInfo uri, Params params, boolean ascending) {
    if (!params.text("order_by").orElse("id").equals("id")) {
      throw GitLabError.error(
          405, "Keyset pagination is not yet available for this type of request");
    }
    var paging = Paging.of(uri, params);
    String position = ascending ? "id_after" : "id_before";
    List<Project> found =
        world.ask(w -> beyond(w.forge(), params, ascending, paging.perPage() + 1));
    List<Project> items = found.stream().limit(paging.perPage()).toList();
    boolean more = found.size() > items.size();
    return paging.keyset(
        items.stream().map(shape(uri, params)).toList(),
        position,
        more ? String.valueOf(items.getLast().id()) : null);
  }

  private static List<Project> beyond(Forge forge, Params params, boolean ascending, int limit) {
    NavigableMap<Long, Project> all = forge.projects().all();
    long after = params.number("id_after").orElse(Long.MIN_VALUE);
    long before = params.number("id_before").orElse(Long.MAX_VALUE);
    var within = all.tailMap(after, false).headMap(before, false);
    return (ascending ? within : within.descendingMap()).values().stream().limit(limit).toList();
  }

  private static Response page(UriInfo uri, Params params, List<Project> all) {
    var paging = Paging.of(uri, params);
    return paging.page(paging.cut(all).stream().map(shape(uri, params)).toList(), all.size());
  }

  private static Function<Project, Shape> shape(UriInfo uri, Params params) {
    var shapes = new ProjectShapes(Links.of(uri));
    return params.flag("simple").orElse(false) ? shapes::simple : shapes::full;
  }

  @GET
  @Path("/projects/{id}")
  @Operation(summary = "A project, by id or by its path with %2F for each slash")
  public Shape project(@PathParam("id") String id, @Context UriInfo uri) {
    Project project = world.ask(w -> new Lookup(w.forge()).project(id));
    return new ProjectShapes(Links.of(uri)).full(project);
  }

  @GET
  @Path("/projects/{id}/repository/branches/{branch}")
  @Operation(summary = "A branch, and whether it is protected")
  public Shape branch(
      @PathParam("id") String id, @PathParam("branch") String name, @Context UriInfo uri) {
    Branch branch = world.ask(w -> branch(w.forge(), id, name));
    return new ProjectShapes(Links.of(uri)).branch(branch);
  }

  private static Branch branch(Forge forge, String id, String name) {
    Project project = new Lookup(forge).project(id);
    Branch branch = forge.projects().findBranch(project.id(), name);
    if (branch == null) {
      throw GitLabError.notFound("Branch");
    }
    return branch;
  }

  @GET
  @Path("/groups/{id}")
  @Operation(summary = "A group, by id or by its path with %2F for each slash")
  public Shape group(@PathParam("id") String id, @Context UriInfo uri) {
    Group group = world.ask(w -> new Lookup(w.forge()).group(id));
    return new ProjectShapes(Links.of(uri)).group(group);
  }

  @GET
  @Path("/groups/{id}/projects")
  @Operation(summary = "A group's projects, with include_subgroups those of groups within, too")
  public Response projectsOfGroup(@PathParam("id") String id, @Context UriInfo uri) {
    var params = Params.of(uri);
    boolean deep = params.flag("include_subgroups").orElse(false);
    boolean ascending = ascending(params);
    List<Project> found = world.ask(w -> ofGroup(w.forge(), id, deep, ascending));
    return page(uri, params, found);
  }

  private static List<Project> ofGroup(Forge forge, String id, boolean deep, boolean ascending) {
    Group group = new Lookup(forge).group(id);
    return ordered(forge, ascending).stream()
        .filter(project -> deep ? project.group().isWithin(group.id()) : isIn(project, group))
        .toList();
  }

  private static boolean isIn(Project project, Group group) {
    return project.group().id() == group.id();
  }
}
