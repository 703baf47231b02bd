package dev.runnerfleet.jobwatcher.gitlab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** GitLab's GraphQL interface (GitLab documentation, "GraphQL API resources"). */
@RegisterRestClient(configKey = "gitlab")
@ClientHeaderParam(name = "PRIVATE-TOKEN", value = "${runnerfleet.gitlab.token}")
@Path("/api/graphql")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public interface GraphQlApi {

  @POST
  Uni<Answer> ask(Question question);

  /** A query with its variables. */
  record Question(String query, Map<String, String> variables) {}

  /** What it found, or why it found nothing: GraphQL answers errors with 200. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(
      @JsonProperty("data") @Nullable Data data,
      @JsonProperty("errors") @Nullable List<Refusal> errors) {}

  /** What is wrong with a query. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Refusal(@JsonProperty("message") @Nullable String message) {}

  /** The answer to a query of jobs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Data(@JsonProperty("jobs") @Nullable Jobs jobs) {}

  /** A page of jobs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Jobs(
      @JsonProperty("pageInfo") PageInfo pageInfo,
      @JsonProperty("nodes") @Nullable List<@Nullable Node> nodes) {}

  /** Where the next page begins. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record PageInfo(
      @JsonProperty("hasNextPage") boolean hasNextPage,
      @JsonProperty("endCursor") @Nullable String endCursor) {}

  /** A job, as far as watching cares. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Node(
      @JsonProperty("id") @Nullable String id,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("status") @Nullable String status,
      @JsonProperty("tags") @Nullable List<String> tags,
      @JsonProperty("refName") @Nullable String refName,
      @JsonProperty("createdByTag") @Nullable Boolean createdByTag,
      @JsonProperty("createdAt") @Nullable String createdAt,
      @JsonProperty("queuedAt") @Nullable String queuedAt,
      @JsonProperty("startedAt") @Nullable String startedAt,
      @JsonProperty("project") @Nullable Gid project,
      @JsonProperty("pipeline") @Nullable Gid pipeline,
      @JsonProperty("runner") @Nullable Gid runner) {}

  /** Something of which only the global id matters. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Gid(@JsonProperty("id") @Nullable String id) {}
}
