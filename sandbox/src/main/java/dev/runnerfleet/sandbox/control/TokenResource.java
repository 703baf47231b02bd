package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.gitlab.access.AccessToken;
import dev.runnerfleet.sandbox.core.gitlab.access.Role;
import dev.runnerfleet.sandbox.core.gitlab.access.Scope;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Makes access tokens of the simulated GitLab. */
@Path("/control/tokens")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
class TokenResource {
  private static final int CREATED = 201;

  private final WorldClock world;

  TokenResource(WorldClock world) {
    this.world = world;
  }

  /** A token, and whose it is. */
  public record Made(String token, String user, List<String> scopes) {}

  private record Request(
      String user, boolean admin, Role role, Set<Scope> scopes, @Nullable Instant expires) {

    static Request read(Fields fields) {
      return new Request(
          fields.text("user").orElse("user"),
          fields.flag("admin").orElse(false),
          fields.text("role").map(name -> role(fields, name)).orElse(Role.MAINTAINER),
          scopes(fields),
          fields.text("expires").map(time -> instant(fields, time)).orElse(null));
    }

    private static Role role(Fields fields, String name) {
      return Arrays.stream(Role.values())
          .filter(role -> role.name().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(() -> fields.invalid("role", "reporter, developer, maintainer or owner"));
    }

    private static Set<Scope> scopes(Fields fields) {
      var scopes = EnumSet.noneOf(Scope.class);
      for (String name : fields.texts("scopes")) {
        scopes.add(
            Arrays.stream(Scope.values())
                .filter(scope -> scope.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> fields.invalid("scopes", "some of " + names())));
      }
      if (scopes.isEmpty()) {
        throw fields.invalid("scopes", "some of " + names());
      }
      return scopes;
    }

    private static List<String> names() {
      return Arrays.stream(Scope.values()).map(Scope::wireName).toList();
    }

    private static Instant instant(Fields fields, String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw fields.invalid("expires", "an ISO 8601 time such as 2026-01-02T03:04:05Z");
      }
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes an access token",
      description =
          "scopes: needed, some of api, read_api, read_user, create_runner, manage_runner and"
              + " admin_mode. user: a name, user unless said. admin: whether an administrator;"
              + " anybody else has a role (reporter, developer, maintainer or owner; maintainer"
              + " unless said) in every group and project. expires: ISO 8601, never unless said.")
  @RequestBody(
      content =
          @Content(
              examples =
                  @ExampleObject(
                      name = "watcher",
                      value = "{\"user\": \"watcher\", \"scopes\": [\"read_api\"]}")))
  public Response make(@Nullable String body) {
    var request = Fields.parse(Objects.requireNonNullElse(body, ""), Request::read);
    AccessToken token =
        world.ask(
            w ->
                w.forge()
                    .tokens()
                    .create(
                        request.user(),
                        request.admin(),
                        request.role(),
                        request.scopes(),
                        request.expires(),
                        w.now()));
    var scopes = token.scopes().stream().map(Scope::wireName).sorted().toList();
    return Response.status(CREATED)
        .entity(new Made(token.value(), token.user().username(), scopes))
        .build();
  }
}
