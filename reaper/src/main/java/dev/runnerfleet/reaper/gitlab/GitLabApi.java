package dev.runnerfleet.reaper.gitlab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** GitLab's REST calls about runners and their jobs (its pages "Runners API" and "Jobs API"). */
@RegisterRestClient(configKey = "gitlab")
@ClientHeaderParam(name = "PRIVATE-TOKEN", value = "${runnerfleet.gitlab.token}")
interface GitLabApi {

  /** Answers carry the next page's number, or nothing, in this header. */
  String NEXT_PAGE = "x-next-page";

  /** How many there are on all pages together. */
  String TOTAL = "X-Total";

  @PUT
  @Path("/runners/{id}")
  Uni<RunnerJson> update(@PathParam("id") long id, RunnerChange change);

  @DELETE
  @Path("/runners/{id}")
  Uni<Void> delete(@PathParam("id") long id);

  @GET
  @Path("/runners/{id}/jobs")
  Uni<RestResponse<List<JobJson>>> jobs(
      @PathParam("id") long id,
      @QueryParam("status") String status,
      @QueryParam("per_page") int perPage);

  /** In whatever state; the latest first by {@code id} and {@code desc}. */
  @GET
  @Path("/runners/{id}/jobs")
  Uni<RestResponse<List<JobJson>>> jobs(
      @PathParam("id") long id,
      @QueryParam("order_by") String orderBy,
      @QueryParam("sort") String sort,
      @QueryParam("per_page") int perPage);

  @GET
  @Path("/projects/{project}/jobs/{job}")
  Uni<RestResponse<JobJson>> job(@PathParam("project") long project, @PathParam("job") long job);

  @POST
  @Path("/projects/{project}/jobs/{job}/cancel")
  Uni<RestResponse<JobJson>> cancel(
      @PathParam("project") long project,
      @PathParam("job") long job,
      @QueryParam("force") @Nullable Boolean force);

  @POST
  @Path("/projects/{project}/jobs/{job}/retry")
  Uni<JobJson> retry(@PathParam("project") long project, @PathParam("job") long job);

  /** Of jobs that were retried only the last of each name. */
  @GET
  @Path("/projects/{project}/pipelines/{pipeline}/jobs")
  Uni<RestResponse<List<JobJson>>> pipelineJobs(
      @PathParam("project") long project,
      @PathParam("pipeline") long pipeline,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  @GET
  @Path("/runners/all")
  Uni<RestResponse<List<RunnerJson>>> instanceRunners(
      @QueryParam("type") String type,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  @GET
  @Path("/groups/{id}/runners")
  Uni<RestResponse<List<RunnerJson>>> groupRunners(
      @PathParam("id") long id,
      @QueryParam("type") String type,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  @GET
  @Path("/projects/{id}/runners")
  Uni<RestResponse<List<RunnerJson>>> projectRunners(
      @PathParam("id") long id,
      @QueryParam("type") String type,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  /** What is to change about a runner. */
  record RunnerChange(boolean paused) {}

  /** A runner, as far as the reaper cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record RunnerJson(long id, @Nullable String description, @Nullable Boolean paused) {}

  /** A job, as far as the reaper cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record JobJson(
      long id,
      @Nullable String status,
      @Nullable String name,
      @JsonProperty("failure_reason") @Nullable String failureReason,
      @JsonProperty("finished_at") @Nullable Instant finishedAt,
      @Nullable PipelineJson pipeline) {}

  /** A job's pipeline, as far as the reaper cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PipelineJson(long id, @JsonProperty("project_id") long project, @Nullable String status) {}
}
