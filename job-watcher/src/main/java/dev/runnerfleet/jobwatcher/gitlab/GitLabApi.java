package dev.runnerfleet.jobwatcher.gitlab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Set;
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
@Consumes(MediaType.APPLICATION_JSON)
public interface GitLabApi {

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

  @GET
  @Path("/personal_access_tokens/self")
  Uni<TokenJson> token();

  @GET
  @Path("/{kind}/{id}/hooks")
  Uni<RestResponse<List<HookJson>>> hooks(
      @PathParam("kind") String kind,
      @PathParam("id") String idOrPath,
      @RestQuery MultivaluedMap<String, String> query);

  @POST
  @Path("/{kind}/{id}/hooks")
  Uni<HookJson> makeHook(
      @PathParam("kind") String kind, @PathParam("id") String idOrPath, HookSettings settings);

  @PUT
  @Path("/{kind}/{id}/hooks/{hook}")
  Uni<HookJson> changeHook(
      @PathParam("kind") String kind,
      @PathParam("id") String idOrPath,
      @PathParam("hook") long hook,
      HookSettings settings);

  @POST
  @Path("/{kind}/{id}/hooks/{hook}/test/{trigger}")
  Uni<JsonNode> testHook(
      @PathParam("kind") String kind,
      @PathParam("id") String idOrPath,
      @PathParam("hook") long hook,
      @PathParam("trigger") String trigger);

  /** What a token may do. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record TokenJson(@JsonProperty("scopes") @Nullable Set<String> scopes) {}

  /** A webhook as GitLab lists it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record HookJson(
      @JsonProperty("id") long id,
      @JsonProperty("url") @Nullable String url,
      @JsonProperty("job_events") boolean jobEvents,
      @JsonProperty("pipeline_events") boolean pipelineEvents,
      @JsonProperty("enable_ssl_verification") @Nullable Boolean verified,
      @JsonProperty("alert_status") @Nullable String alertStatus) {}

  /** A webhook as it is to be; secrets that are not set here are left as GitLab has them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HookSettings(
      @JsonProperty("url") String url,
      @JsonProperty("name") String name,
      @JsonProperty("job_events") boolean jobEvents,
      @JsonProperty("pipeline_events") boolean pipelineEvents,
      @JsonProperty("push_events") boolean pushEvents,
      @JsonProperty("enable_ssl_verification") boolean verified,
      @JsonProperty("token") @Nullable String token,
      @JsonProperty("signing_token") @Nullable String signingToken) {

    @Override
    public String toString() {
      return "HookSettings[" + url + "]"; // no secrets
    }
  }

  /** Whose token it is; {@code is_admin} is there for administrators only. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record UserJson(@JsonProperty("is_admin") @Nullable Boolean isAdmin) {}

  /** A project, as far as watching cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ProjectJson(
      @JsonProperty("id") long id,
      @JsonProperty("archived") @Nullable Boolean archived,
      @JsonProperty("jobs_enabled") @Nullable Boolean jobsEnabled,
      @JsonProperty("builds_access_level") @Nullable String buildsAccessLevel) {

    /**
     * Not so for archived ones and those with CI/CD switched off; where GitLab says neither, so.
     */
    boolean mayHaveJobs() {
      return !Boolean.TRUE.equals(archived)
          && !Boolean.FALSE.equals(jobsEnabled)
          && !"disabled".equals(buildsAccessLevel);
    }
  }

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
