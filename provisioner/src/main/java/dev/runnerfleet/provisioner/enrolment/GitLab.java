package dev.runnerfleet.provisioner.enrolment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The calls to GitLab that enrolment makes (GitLab REST API, "Users" and "Runners"). */
@RegisterRestClient(configKey = "gitlab")
@ClientHeaderParam(name = "PRIVATE-TOKEN", value = "${runnerfleet.gitlab.token}")
@Path("/api/v4")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public interface GitLab {

  @POST
  @Path("/user/runners")
  Uni<CreatedRunner> create(NewRunner runner);

  @GET
  @Path("/runners/{id}")
  Uni<Runner> get(@PathParam("id") long id);

  @DELETE
  @Path("/runners/{id}")
  Uni<Void> delete(@PathParam("id") long id);

  @GET
  @Path("/runners/all")
  Uni<List<Runner>> ofInstance(
      @QueryParam("type") String type,
      @QueryParam("status") String status,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  @GET
  @Path("/groups/{id}/runners")
  Uni<List<Runner>> ofGroup(
      @PathParam("id") long group,
      @QueryParam("type") String type,
      @QueryParam("status") String status,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  @GET
  @Path("/projects/{id}/runners")
  Uni<List<Runner>> ofProject(
      @PathParam("id") long project,
      @QueryParam("type") String type,
      @QueryParam("status") String status,
      @QueryParam("per_page") int perPage,
      @QueryParam("page") int page);

  /** What a runner shall be. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewRunner(
      @JsonProperty("runner_type") String runnerType,
      @JsonProperty("group_id") @Nullable Long groupId,
      @JsonProperty("project_id") @Nullable Long projectId,
      @JsonProperty("description") String description,
      @JsonProperty("paused") boolean paused,
      @JsonProperty("locked") boolean locked,
      @JsonProperty("run_untagged") boolean runUntagged,
      @JsonProperty("tag_list") List<String> tagList,
      @JsonProperty("access_level") String accessLevel) {}

  /** A runner that was made, with its secret. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record CreatedRunner(@JsonProperty("id") long id, @JsonProperty("token") String token) {
    @Override
    public String toString() {
      return "CreatedRunner[id=" + id + "]";
    }
  }

  /** A runner as GitLab tells of it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Runner(
      @JsonProperty("id") long id,
      @JsonProperty("description") @Nullable String description,
      @JsonProperty("contacted_at") @Nullable String contactedAt) {}
}
