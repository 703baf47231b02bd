package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.access.AccessToken;
import dev.runnerfleet.sandbox.core.gitlab.access.Scope;
import dev.runnerfleet.sandbox.core.gitlab.access.User;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import dev.runnerfleet.sandbox.gitlab.wire.Users;
import dev.runnerfleet.sandbox.gitlab.wire.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What GitLab says of itself and of whoever asks. */
@Path("/gitlab/api/v4")
@ApplicationScoped
@SignedIn
@Produces(MediaType.APPLICATION_JSON)
class AboutResource {
  @GET
  @Path("/version")
  @Operation(summary = "GitLab's version")
  public Shape version() {
    return new Shape().with("version", Version.NUMBER).with("revision", "sandbox");
  }

  @GET
  @Path("/metadata")
  @Operation(summary = "GitLab's version, edition and agent server")
  public Shape metadata() {
    var kas =
        new Shape()
            .with("enabled", false)
            .with("externalUrl", null)
            .with("externalK8sProxyUrl", null)
            .with("version", null);
    return version().with("kas", kas).with("enterprise", false);
  }

  @GET
  @Path("/user")
  @Operation(summary = "The user whom the token belongs to")
  public Shape user(@Context UriInfo uri, @Context SecurityContext security) {
    User user = Caller.of(security).user();
    Shape shape = Users.of(user, Links.of(uri)).with("email", Users.email(user)).with("bot", false);
    return user.isAdministrator() ? shape.with("is_admin", true) : shape;
  }

  @GET
  @Path("/personal_access_tokens/self")
  @Operation(summary = "The token and its scopes")
  public Shape token(@Context SecurityContext security) {
    AccessToken token = Caller.of(security).token();
    Instant expiry = token.expiresAt();
    return new Shape()
        .with("id", token.id())
        .with("name", "sandbox")
        .with("revoked", false)
        .with("created_at", Times.iso(token.createdAt()))
        .with("description", null)
        .with("scopes", token.scopes().stream().map(Scope::wireName).sorted().toList())
        .with("user_id", token.user().id())
        .with("last_used_at", null)
        .with("active", true)
        .with("expires_at", expiry == null ? null : expiry.toString().substring(0, 10));
  }
}
