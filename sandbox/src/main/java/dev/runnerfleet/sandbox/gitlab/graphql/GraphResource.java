package dev.runnerfleet.sandbox.gitlab.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.access.AccessToken;
import dev.runnerfleet.sandbox.core.gitlab.access.Scope;
import dev.runnerfleet.sandbox.core.gitlab.access.User;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.world.WorldClock;
import graphql.ExecutionInput;
import graphql.GraphQL;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** GitLab's GraphQL interface. What is wrong with a query is said with status 200, as there. */
@Path("/gitlab/api/graphql")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class GraphResource {
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_QUERY = 10_000;

  private final WorldClock world;
  private final ObjectMapper json;
  private final GraphQL graph = Schema.build();

  GraphResource(WorldClock world, ObjectMapper json) {
    this.world = world;
    this.json = json;
  }

  @POST
  @Operation(summary = "Answers a query of GitLab's GraphQL, within gitlab.graphqls")
  public Response query(
      @HeaderParam("PRIVATE-TOKEN") @Nullable String privateToken,
      @HeaderParam("Authorization") @Nullable String authorization,
      @Nullable String body,
      @Context UriInfo uri) {
    String bearer =
        authorization != null && authorization.startsWith(BEARER)
            ? authorization.substring(BEARER.length())
            : null;
    String token = privateToken == null ? bearer : privateToken;
    JsonNode request = tree(Objects.requireNonNullElse(body, ""));
    String query = request.path("query").asText("");
    if (query.isBlank()) {
      return refused(200, "No query string was present");
    }
    if (query.length() > LONGEST_QUERY) {
      return refused(200, "Query too large");
    }
    return world.ask(w -> answer(w, token, request, query, Links.of(uri)));
  }

  private JsonNode tree(String body) {
    try {
      JsonNode tree = json.readTree(body);
      return tree.isObject() ? tree : json.createObjectNode();
    } catch (JsonProcessingException e) {
      throw GitLabError.refusal(refused(400, "The request body is not valid JSON"));
    }
  }

  private Response answer(
      World w, @Nullable String value, JsonNode request, String query, Links links) {
    AccessToken token = value == null ? null : w.forge().tokens().find(value);
    if (value != null && (token == null || token.isExpired(w.now()))) {
      return refused(401, "Invalid token");
    }
    if (token != null
        && !token.scopes().contains(Scope.API)
        && !token.scopes().contains(Scope.READ_API)) {
      throw GitLabError.insufficientScope(List.of("api", "read_api"));
    }
    User user = token == null ? null : token.user();
    if (user != null) {
      limit(w, user);
    }
    var input =
        ExecutionInput.newExecutionInput(query)
            .operationName(request.path("operationName").asText(null))
            .variables(variables(request.path("variables")))
            .graphQLContext(Map.of(Asking.class, new Asking(w, user, links)))
            .build();
    return Response.ok(graph.execute(input).toSpecification()).build();
  }

  private static void limit(World w, User user) {
    w.forge()
        .userLimit()
        .count(String.valueOf(user.id()), w.now())
        .ifPresent(
            exceeded -> {
              throw GitLabError.throttled(exceeded, w.now());
            });
  }

  private Map<String, Object> variables(JsonNode variables) {
    return variables.isObject()
        ? json.convertValue(variables, new TypeReference<Map<String, Object>>() {})
        : Map.of();
  }

  private static Response refused(int status, String message) {
    var errors = Map.of("errors", List.of(Map.of("message", message)));
    return Response.status(status).entity(errors).build();
  }
}
