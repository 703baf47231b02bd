package dev.runnerfleet.jobwatcher.hook;

import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.jobwatcher.core.hook.HookPlan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Installs and repairs our webhooks in GitLab. */
@Path("/hooks")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Hooks")
@ApplicationScoped
class HookResource {

  private final HookCare care;

  HookResource(HookCare care) {
    this.care = care;
  }

  @POST
  @Operation(
      summary = "Says what our webhooks in the configured projects and groups need, or does it")
  @APIResponse(responseCode = "200", description = "What each needs, and whether that was done")
  @APIResponse(responseCode = "409", description = "A setting is missing that this needs")
  public Uni<HookReport> care(
      @Parameter(description = "Whether to do it; otherwise it is only said")
          @QueryParam("apply")
          @DefaultValue("false")
          boolean apply) {
    if (!care.isAble()) {
      throw Problems.conflict(
          "Set runnerfleet.gitlab.token, runnerfleet.webhook-url and one of"
              + " runnerfleet.gitlab.projects and runnerfleet.gitlab.groups");
    }
    return care.look(plan -> apply && !(plan instanceof HookPlan.Keep));
  }
}
