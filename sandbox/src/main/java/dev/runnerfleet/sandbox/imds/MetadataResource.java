package dev.runnerfleet.sandbox.imds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/**
 * Each running instance's metadata service, IMDSv2 only. On a real machine it is at
 * 169.254.169.254; here the path says which machine asks.
 */
@Path("/imds/{instance}/latest")
@ApplicationScoped
@Produces(MediaType.TEXT_PLAIN)
class MetadataResource {
  private static final String TOKEN = "X-aws-ec2-metadata-token";
  private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";

  /** How many network hops lie between the caller and the metadata service; one unless said. */
  private static final String HOPS = "X-Sandbox-Hops";

  private static final int MOST_SECONDS = 21_600;

  private final WorldClock world;
  private final MetadataTokens tokens;
  private final IdentityKey identity;
  private final ObjectWriter json;

  MetadataResource(
      WorldClock world, MetadataTokens tokens, IdentityKey identity, ObjectMapper mapper) {
    this.world = world;
    this.tokens = tokens;
    this.identity = identity;
    this.json = mapper.writerWithDefaultPrettyPrinter();
  }

  @PUT
  @Path("/api/token")
  @Operation(summary = "A session token, for 1 to 21600 seconds")
  public Response token(
      @PathParam("instance") String id,
      @RestHeader(TTL) @Nullable String ttl,
      @RestHeader(HOPS) @Nullable String hops,
      @RestHeader("X-Forwarded-For") @Nullable String forwarded) {
    Optional<Instance> instance = running(id);
    if (instance.isEmpty()) {
      return status(Response.Status.NOT_FOUND);
    }
    if (forwarded != null) {
      return status(Response.Status.FORBIDDEN);
    }
    int seconds = number(ttl);
    int travels = hops == null ? 1 : number(hops);
    if (seconds < 1 || seconds > MOST_SECONDS || travels < 1) {
      return status(Response.Status.BAD_REQUEST);
    }
    if (travels > MetadataOptions.of(instance.get()).hopLimit()) {
      return status(Response.Status.GATEWAY_TIMEOUT);
    }
    return Response.ok(tokens.issue(id, Duration.ofSeconds(seconds))).header(TTL, seconds).build();
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @GET
  @Path("/user-data")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "The user data of the instance's launch template version")
  public Response userData(
      @PathParam("instance") String id, @RestHeader(TOKEN) @Nullable String token) {
    return answer(id, token, MetadataResource::userData);
  }

  /** Bytes, as they may be compressed. */
  private static Optional<byte[]> userData(Instance instance) {
    String encoded = instance.order().data().userData();
    return Optional.ofNullable(encoded).map(Base64.getMimeDecoder()::decode);
  }

  @GET
  @Path("/meta-data{path: (/.*)?}")
  @Operation(summary = "A value of the metadata, or a listing of a folder")
  public Response metadata(
      @PathParam("instance") String id,
      @PathParam("path") String path,
      @RestHeader(TOKEN) @Nullable String token) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    return answer(id, token, i -> new MetadataTree(i, settings()).at(relative));
  }

  @GET
  @Path("/dynamic/instance-identity/document")
  @Operation(summary = "Who the instance is")
  public Response document(
      @PathParam("instance") String id, @RestHeader(TOKEN) @Nullable String token) {
    return answer(id, token, instance -> Optional.of(document(instance)));
  }

  @GET
  @Path("/dynamic/instance-identity/rsa2048")
  @Operation(summary = "PKCS#7 signature over the identity document, base64 without PEM lines")
  public Response signature(
      @PathParam("instance") String id, @RestHeader(TOKEN) @Nullable String token) {
    return answer(
        id,
        token,
        instance ->
            Optional.of(identity.sign(document(instance).getBytes(StandardCharsets.UTF_8))));
  }

  private String document(Instance instance) {
    try {
      return json.writeValueAsString(IdentityDocument.of(instance, settings()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private CloudSettings settings() {
    return world.ask(w -> w.cloud().settings());
  }

  private interface Reading {
    Optional<?> of(Instance instance);
  }

  private Response answer(String id, @Nullable String token, Reading reading) {
    Optional<Instance> instance = running(id);
    if (instance.isEmpty()) {
      return status(Response.Status.NOT_FOUND);
    }
    if (!tokens.isValid(id, token)) {
      return status(Response.Status.UNAUTHORIZED);
    }
    return reading
        .of(instance.get())
        .map(value -> Response.ok(value).build())
        .orElse(status(Response.Status.NOT_FOUND));
  }

  private Optional<Instance> running(String id) {
    return world.ask(
        w -> w.cloud().instances().find(id).filter(i -> i.state() == InstanceState.RUNNING));
  }

  private static Response status(Response.Status status) {
    return ErrorPage.of(status);
  }
}
