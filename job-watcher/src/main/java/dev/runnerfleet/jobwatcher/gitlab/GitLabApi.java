package dev.runnerfleet.jobwatcher.gitlab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The calls to GitLab that watching makes (GitLab documentation, "REST API resources"). */
@RegisterRestClient(configKey = "gitlab")
@ClientHeaderParam(name = "PRIVATE-TOKEN", value = "${runnerfleet.gitlab.token}")
@Path("/api/v4")
@Produces(MediaType.APPLICATION_JSON)
interface GitLabApi {

  @GET
  @Path("/user")
  Uni<UserJson> user();

  @GET
  @Path("/projects/{id}")
  Uni<ProjectJson> project(@PathParam("id") String idOrPath);

  @GET
  @Path("/projects")
  Uni<RestResponse<List<ProjectJson>>> projects(@RestQuery MultivaluedMap<String, String> query);

  @GET
  @Path("/groups/{id}/projects")
  Uni<RestResponse<List<ProjectJson>>> groupProjects(
      @PathParam("id") String idOrPath, @RestQuery MultivaluedMap<String, String> query);

  @GET
  @Path("/projects/{id}/jobs")
  Uni<RestResponse<List<JobJson>>> jobs(
      @PathParam("id") long project, @RestQuery MultivaluedMap<String, String> query);

  @GET
  @Path("/projects/{id}/jobs/{job}")
  Uni<JobJson> job(@PathParam("id") long project, @PathParam("job") long job);

  @GET
  @Path("/projects/{id}/repository/branches/{branch}")
  Uni<RefJson> branch(@PathParam("id") long project, @PathParam("branch") String branch);

  @GET
  @Path("/projects/{id}/repository/tags/{tag}")
  Uni<RefJson> tag(@PathParam("id") long project, @PathParam("tag") String tag);

  /** Whose token it is; {@code is_admin} is there for administrators only. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record UserJson(@JsonProperty("is_admin") @Nullable Boolean isAdmin) {}

  /** A project, as far as watching cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ProjectJson(@JsonProperty("id") long id) {}

  /** A branch or a tag, as far as watching cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record RefJson(@JsonProperty("protected") @Nullable Boolean isProtected) {}

  /** A job, as far as watching cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record JobJson(
      @JsonProperty("id") long id,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("ref") @Nullable String ref,
      @JsonProperty("tag") @Nullable Boolean gitTag,
      @JsonProperty("status") @Nullable String status,
      @JsonProperty("created_at") @Nullable String createdAt,
      @JsonProperty("started_at") @Nullable String startedAt,
      @JsonProperty("finished_at") @Nullable String finishedAt,
      @JsonProperty("queued_duration") @Nullable Double queuedDuration,
      @JsonProperty("failure_reason") @Nullable String failureReason,
      @JsonProperty("tag_list") @Nullable List<String> tagList,
      @JsonProperty("pipeline") @Nullable IdJson pipeline,
      @JsonProperty("runner") @Nullable IdJson runner) {}

  /** Something of which only the id matters. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record IdJson(@JsonProperty("id") long id) {}
}
