package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionStore;
import dev.runnerfleet.scaler.documents.JsonBody;
import dev.runnerfleet.scaler.documents.PoolFile;
import dev.runnerfleet.scaler.documents.PoolReader;
import dev.runnerfleet.scaler.documents.PoolWriter;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.imports.ConfigToml;
import dev.runnerfleet.scaler.imports.Import;
import dev.runnerfleet.scaler.imports.Settings;
import dev.runnerfleet.scaler.pools.FleetStore;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The pools, in the form of the pool file. */
@Path("/pools")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
class PoolsResource {

  private static final String YAML = "application/yaml";

  private final PoolStore pools;
  private final FleetStore fleet;
  private final RunnerStore runners;
  private final PoolChanges changes;
  private final Decider decider;
  private final DecisionStore decisions;

  PoolsResource(
      PoolStore pools,
      FleetStore fleet,
      RunnerStore runners,
      PoolChanges changes,
      Decider decider,
      DecisionStore decisions) {
    this.pools = pools;
    this.fleet = fleet;
    this.runners = runners;
    this.changes = changes;
    this.decider = decider;
    this.decisions = decisions;
  }

  @GET
  @Operation(summary = "Every pool")
  public Uni<ObjectNode> all() {
    return Panache.withSession(pools::all).map(PoolsResource::list);
  }

  @GET
  @Produces(YAML)
  @Operation(summary = "Every pool and the fleet's limits, as a pool file")
  public Uni<String> allAsYaml() {
    return Panache.withSession(
        () ->
            pools
                .all()
                .chain(all -> fleet.get().map(kept -> file(specs(all), kept.limits()).write())));
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "A pool; the ETag is its revision")
  public Uni<Response> one(String name) {
    return spec(name).map(spec -> tagged(Response.ok(PoolWriter.write(spec)), spec));
  }

  @GET
  @Path("/{name}")
  @Produces(YAML)
  @Operation(summary = "A pool, as a pool file")
  public Uni<Response> oneAsYaml(String name) {
    return spec(name)
        .map(
            spec -> tagged(Response.ok(file(List.of(spec), FleetLimits.NONE).write(), YAML), spec));
  }

  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make a pool, or replace it; a change counts its revision up",
      description =
          "If-Match with the ETag of GET keeps one from overwriting a change that one has not seen;"
              + " ?dry-run=true stores nothing and answers what would be decided now.")
  public Uni<Response> put(
      String name,
      @QueryParam("dry-run") boolean dryRun,
      @HeaderParam("If-Match") @Nullable String match,
      @HeaderParam("If-None-Match") @Nullable String noneMatch,
      String body)
      throws JsonProcessingException {
    PoolSpec wanted = PoolReader.read(new PoolName(name), JsonBody.parse(body));
    Precondition precondition = Precondition.of(match, noneMatch);
    return dryRun
        ? changes
            .plan(List.of(wanted), Optional.empty(), precondition)
            .map(planned -> Response.ok(planned.getFirst()).build())
        : changes
            .put(wanted, precondition)
            .map(spec -> tagged(Response.ok(PoolWriter.write(spec)), spec));
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Close a pool: its machines drain, then it goes")
  public Uni<Response> delete(String name, @HeaderParam("If-Match") @Nullable String match) {
    return changes
        .close(new PoolName(name), Precondition.of(match, null))
        .replaceWith(Response.status(Status.ACCEPTED).build());
  }

  @POST
  @Path("/import")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Make pools of a GitLab Runner's config.toml",
      description =
          "Give pool keys that the file does not tell as ?set=KEY=VALUE; pools that still lack one"
              + " are not stored. ?dry-run=true stores none and answers what would be decided now.")
  public Uni<ImportAnswer> importToml(
      @QueryParam("dry-run") boolean dryRun, @QueryParam("set") List<String> set, String toml) {
    return imported(dryRun, set, toml);
  }

  @POST
  @Path("/import")
  @Consumes(MediaType.WILDCARD)
  @Produces(YAML)
  @Operation(summary = "The same, answered as a pool file with the warnings in its comments")
  public Uni<String> importTomlAsYaml(
      @QueryParam("dry-run") boolean dryRun, @QueryParam("set") List<String> set, String toml) {
    return imported(dryRun, set, toml).map(ImportAnswer::yaml);
  }

  @POST
  @Path("/{name}/pause")
  @Operation(summary = "Launch nothing, and drain machines once they are idle")
  public Uni<Response> pause(String name) {
    return changes.pause(new PoolName(name), true).replaceWith(Response.noContent().build());
  }

  @POST
  @Path("/{name}/resume")
  @Operation(summary = "End a pause")
  public Uni<Response> resume(String name) {
    return changes.pause(new PoolName(name), false).replaceWith(Response.noContent().build());
  }

  @GET
  @Path("/{name}/status")
  @Operation(summary = "Runners, queue, and what holds launches, as of now")
  public Uni<PoolStatus> status(String name) {
    return Panache.withSession(
        () ->
            find(name)
                .chain(kept -> decider.consider(kept.pool()).chain(now -> status(kept, now))));
  }

  private Uni<PoolStatus> status(KeptPool kept, Decided now) {
    return runners
        .each(kept.pool().name())
        .chain(
            fleet ->
                decisions
                    .last(kept.pool().name())
                    .map(last -> PoolStatus.of(kept, now, fleet, last)));
  }

  private Uni<ImportAnswer> imported(boolean dryRun, List<String> set, String toml) {
    Import imported = ConfigToml.read(toml, Settings.parse(set), ZoneId.systemDefault());
    List<PoolSpec> complete =
        imported.pools().stream().flatMap(pool -> pool.pool().stream()).toList();
    Optional<FleetLimits> limits = complete.isEmpty() ? Optional.empty() : imported.fleet();
    return dryRun
        ? changes
            .plan(complete, limits, Precondition.of(null, null))
            .map(planned -> ImportAnswer.ofPlan(imported, planned))
        : changes.putAll(complete, limits).map(stored -> ImportAnswer.of(imported, stored));
  }

  private Uni<PoolSpec> spec(String name) {
    return Panache.withSession(() -> find(name)).map(kept -> kept.pool().spec());
  }

  private Uni<KeptPool> find(String name) {
    return pools
        .all()
        .map(
            all ->
                all.stream()
                    .filter(kept -> kept.pool().name().value().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Problems.notFound("pool", name)));
  }

  private static PoolFile file(List<PoolSpec> specs, FleetLimits limits) {
    return new PoolFile(Optional.of(limits).filter(FleetLimits::any), specs);
  }

  private static List<PoolSpec> specs(List<KeptPool> all) {
    return all.stream().map(kept -> kept.pool().spec()).toList();
  }

  private static ObjectNode list(List<KeptPool> all) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    var array = list.putArray("items");
    specs(all).forEach(spec -> array.add(PoolWriter.write(spec)));
    return list;
  }

  private static Response tagged(Response.ResponseBuilder response, PoolSpec spec) {
    return response.tag(new EntityTag(Integer.toString(spec.revision()))).build();
  }
}
