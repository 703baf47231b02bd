package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Users;
import dev.runnerfleet.sandbox.gitlab.wire.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What GitLab says of itself and of whoever asks. */
@Path("/gitlab/api/v4")
@ApplicationScoped
@AdministratorOnly
@Produces(MediaType.APPLICATION_JSON)
class AboutResource {
  @GET
  @Path("/version")
  @Operation(summary = "GitLab's version")
  public Shape version() {
    return new Shape().with("version", Version.NUMBER).with("revision", "sandbox");
  }

  @GET
  @Path("/user")
  @Operation(summary = "The user whom the token belongs to")
  public Shape user(@Context UriInfo uri) {
    return Users.basic(Links.of(uri))
        .with("email", Users.EMAIL)
        .with("is_admin", true)
        .with("bot", false);
  }

  @GET
  @Path("/personal_access_tokens/self")
  @Operation(summary = "The token and its scopes")
  public Shape token() {
    return new Shape()
        .with("id", 1)
        .with("name", "sandbox")
        .with("revoked", false)
        .with("active", true)
        .with("user_id", Users.ID)
        .with("scopes", List.of("api", "admin_mode"))
        .with("expires_at", null);
  }
}
