package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Stage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The jobs as last seen. */
@Path("/jobs")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@ApplicationScoped
class JobResource {

  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private final JobStore jobs;

  JobResource(JobStore jobs) {
    this.jobs = jobs;
  }

  @GET
  @WithSession
  @Operation(summary = "The jobs as last seen, the youngest first")
  @APIResponse(responseCode = "200", description = "Some of the jobs, and where they go on")
  @APIResponse(responseCode = "400", description = "A parameter cannot be taken")
  public Uni<Page> list(
      @Parameter(description = "created, pending, running or finished") @QueryParam("state")
          @Nullable String state,
      @Parameter(description = "A project's id") @QueryParam("project") @Nullable String project,
      @Parameter(description = "Only jobs with lower ids: next of the page before")
          @QueryParam("before")
          @Nullable String before,
      @Parameter(description = "How many at most, 100 unless given") @QueryParam("limit")
          @Nullable String limit) {
    int most = limit == null ? USUAL : (int) number("limit", limit, MOST);
    return jobs.page(
            new JobStore.Page(
                state == null ? null : stageNamed(state),
                project == null ? null : new ProjectId(number("project", project, Long.MAX_VALUE)),
                before == null ? Long.MAX_VALUE : number("before", before, Long.MAX_VALUE),
                most))
        .map(known -> Page.of(known.stream().map(JobView::of).toList(), most));
  }

  private static Stage stageNamed(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "state", name, "one of " + Arrays.toString(Stage.values())));
  }

  private static long number(String field, String text, long most) {
    try {
      long value = Long.parseLong(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below, like a number out of bounds
    }
    throw new InvalidValueException(
        field, text, most == Long.MAX_VALUE ? "a positive number" : "a number from 1 to " + most);
  }

  /**
   * Some of the jobs.
   *
   * @param next what to give as {@code before} for those that follow; none at the end
   */
  record Page(List<JobView> items, @Nullable JobId next) {
    static Page of(List<JobView> items, int limit) {
      return new Page(items, items.size() < limit ? null : items.getLast().id());
    }
  }
}
