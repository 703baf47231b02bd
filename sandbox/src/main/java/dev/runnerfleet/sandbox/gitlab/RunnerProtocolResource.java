package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.protocol.JobReply;
import dev.runnerfleet.sandbox.core.gitlab.protocol.UpdateReply;
import dev.runnerfleet.sandbox.core.gitlab.runner.HostInfo;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What GitLab Runner speaks with GitLab; whoever has the right token is let in. */
@Path("/gitlab/api/v4")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class RunnerProtocolResource {
  private static final int CREATED = 201;
  private static final String LAST_UPDATE = "X-GitLab-Last-Update";

  /** Under which GitLab knows runners that do not say which machine they are on. */
  private static final String NO_SYSTEM_ID = "<legacy>";

  private final WorldClock world;

  RunnerProtocolResource(WorldClock world) {
    this.world = world;
  }

  @POST
  @Path("/runners/verify")
  @Operation(summary = "Whether a runner's token is good; makes the machine known")
  public Response verify(@Nullable String body, @Context UriInfo uri) {
    var params = params(uri, body);
    String token = params.required("token");
    String systemId = params.text("system_id").orElse(NO_SYSTEM_ID);
    if (systemId.equals(NO_SYSTEM_ID) && token.startsWith("glrt-")) {
      throw GitLabError.missing("system_id");
    }
    Runner runner =
        world.ask(
            w ->
                w.forge()
                    .protocol()
                    .verify(token, systemId, info(params), w.now())
                    .orElseThrow(GitLabError::forbidden));
    return Response.ok(RunnersResource.registration(runner)).build();
  }

  private static Params params(UriInfo uri, @Nullable String body) {
    return Params.of(uri, Objects.requireNonNullElse(body, ""));
  }

  private static HostInfo info(Params params) {
    return new HostInfo(
        params.text("info.version").orElse(""),
        params.text("info.revision").orElse(""),
        params.text("info.platform").orElse(""),
        params.text("info.architecture").orElse(""),
        params.flag("info.features.cancel_gracefully").orElse(false));
  }

  @POST
  @Path("/jobs/request")
  @Operation(summary = "A job for a runner, or 204")
  public Response request(@Nullable String body, @Context UriInfo uri) {
    var params = params(uri, body);
    String token = params.required("token");
    String systemId = params.text("system_id").orElse(NO_SYSTEM_ID);
    String lastUpdate = params.text("last_update").orElse(null);
    JobReply reply = world.ask(w -> request(w, token, systemId, info(params), lastUpdate));
    return switch (reply) {
      case JobReply.Granted granted ->
          Response.status(CREATED)
              .entity(new JobRequestShape(granted, Links.of(uri)).shape())
              .build();
      case JobReply.NoJob none ->
          Response.noContent().header(LAST_UPDATE, none.lastUpdate()).build();
      case JobReply.UnknownRunner unknown -> throw GitLabError.forbidden();
    };
  }

  private static JobReply request(
      World w, String token, String systemId, HostInfo info, @Nullable String lastUpdate) {
    if (w.forge().runnerLimit().count(token, w.now()).isPresent()) {
      throw GitLabError.tooOften();
    }
    return w.forge().protocol().request(token, systemId, info, lastUpdate, w.now());
  }

  @PATCH
  @Path("/jobs/{id}/trace")
  @Operation(summary = "Adds a part to a job's log")
  public Response trace(
      @PathParam("id") String id,
      @HeaderParam("JOB-TOKEN") @Nullable String header,
      @HeaderParam("Content-Range") @Nullable String range,
      byte @Nullable [] body,
      @Context UriInfo uri) {
    String token = header == null ? Params.of(uri).required("token") : header;
    byte[] part = body == null ? new byte[0] : body;
    long jobId = Params.id("id", id);
    if (range == null) {
      throw GitLabError.error(400, "400 Missing header Content-Range");
    }
    long offset = JobUpdate.offset(range);
    return JobUpdate.ofLog(
        world.ask(w -> w.forge().protocol().append(job(w, jobId), token, offset, part, w.now())));
  }

  @PUT
  @Path("/jobs/{id}")
  @Operation(summary = "A job goes on, has succeeded or has failed")
  public Response update(
      @PathParam("id") String id,
      @HeaderParam("JOB-TOKEN") @Nullable String header,
      @Nullable String body,
      @Context UriInfo uri) {
    var params = params(uri, body);
    String token = header == null ? params.required("token") : header;
    long jobId = Params.id("id", id);
    UpdateReply reply = world.ask(w -> update(w, job(w, jobId), token, params));
    return JobUpdate.ofJob(reply);
  }

  private static UpdateReply update(World w, Job job, String token, Params params) {
    var protocol = w.forge().protocol();
    Integer exitCode = params.number("exit_code").map(Math::toIntExact).orElse(null);
    String reason = params.text("failure_reason").orElse(null);
    return switch (params.text("state").orElse("running")) {
      case "success" -> protocol.succeeded(job, token, w.now());
      case "failed" -> protocol.failed(job, token, reason, exitCode, w.now());
      case "running", "pending" -> protocol.goesOn(job, token, w.now());
      default -> throw GitLabError.error(400, "400 Unknown parameters");
    };
  }

  /** GitLab does not say here that a job is not there, so that a runner drops it. */
  private static Job job(World w, long id) {
    Job job = w.forge().jobs().find(id);
    if (job == null) {
      throw GitLabError.forbidden();
    }
    return job;
  }

  @POST
  @Path("/runners")
  @Operation(summary = "The older registration, which GitLab 17 has switched off")
  public Response register(@Nullable String body, @Context UriInfo uri) {
    params(uri, body).required("token");
    throw GitLabError.message(410, "410 Gone - runner registration disallowed");
  }

  @POST
  @Path("/runners/reset_authentication_token")
  @Operation(summary = "A new token in the place of the one that is brought")
  public Response reset(@Nullable String body, @Context UriInfo uri) {
    String token = params(uri, body).required("token");
    Runner renewed = world.ask(w -> w.forge().runners().renewToken(runner(w, token).id()));
    return Response.status(CREATED).entity(RunnersResource.newToken(renewed)).build();
  }

  @DELETE
  @Path("/runners")
  @Operation(summary = "Deletes the runner that a token belongs to")
  public Response delete(@Nullable String body, @Context UriInfo uri) {
    String token = params(uri, body).required("token");
    world.tell(w -> w.forge().runners().delete(runner(w, token).id()));
    return Response.noContent().build();
  }

  @DELETE
  @Path("/runners/managers")
  @Operation(summary = "Forgets one machine of a runner")
  public Response deleteManager(@Nullable String body, @Context UriInfo uri) {
    var params = params(uri, body);
    String token = params.required("token");
    String systemId = params.required("system_id");
    boolean known = world.ask(w -> w.forge().runners().forgetHost(runner(w, token), systemId));
    if (!known) {
      throw GitLabError.notFound("Runner manager not found");
    }
    return Response.noContent().build();
  }

  private static Runner runner(World w, String token) {
    Runner runner = w.forge().runners().findByToken(token);
    if (runner == null) {
      throw GitLabError.forbidden();
    }
    return runner;
  }
}
