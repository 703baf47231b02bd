package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionMetrics;
import dev.runnerfleet.scaler.decisions.DecisionStore;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolFile;
import dev.runnerfleet.scaler.pools.PoolReader;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.pools.PoolWriter;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pools, in the form of the pool file. */
@Path("/pools")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Pools")
class PoolsResource {

  private static final String YAML = "application/yaml";

  private final PoolStore pools;
  private final Decider decider;
  private final DecisionStore decisions;
  private final Outbox outbox;
  private final DecisionMetrics metrics;

  PoolsResource(
      PoolStore pools,
      Decider decider,
      DecisionStore decisions,
      Outbox outbox,
      DecisionMetrics metrics) {
    this.pools = pools;
    this.decider = decider;
    this.decisions = decisions;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  @GET
  @Operation(summary = "Every pool")
  public Uni<ObjectNode> all() {
    return Panache.withSession(pools::all).map(PoolsResource::list);
  }

  @GET
  @Produces(YAML)
  @Operation(summary = "Every pool, as a pool file")
  public Uni<String> allAsYaml() {
    return Panache.withSession(pools::all)
        .map(all -> PoolFile.write(all.stream().map(kept -> kept.pool().spec()).toList()));
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
    return spec(name).map(spec -> tagged(Response.ok(PoolFile.write(List.of(spec)), YAML), spec));
  }

  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a pool, or replace it; a change counts its revision up")
  public Uni<Response> put(String name, String body) throws JsonProcessingException {
    PoolSpec wanted = PoolReader.read(new PoolName(name), PoolDocuments.parse(body));
    return outbox
        .commit(out -> put(wanted, out))
        .invoke(put -> metrics.decided(put.decided()))
        .map(put -> tagged(Response.ok(PoolWriter.write(put.spec())), put.spec()));
  }

  private Uni<Put> put(PoolSpec wanted, Outgoing out) {
    return pools
        .put(wanted, null, out)
        .chain(
            spec ->
                decider.decide(Set.of(spec.name()), out).map(decided -> new Put(spec, decided)));
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Close a pool: its machines drain, then it goes")
  public Uni<Response> delete(String name) {
    PoolName pool = new PoolName(name);
    return change(pool, () -> pools.close(pool))
        .replaceWith(Response.status(Status.ACCEPTED).build());
  }

  @POST
  @Path("/{name}/pause")
  @Operation(summary = "Launch nothing, and drain machines once they are idle")
  public Uni<Response> pause(String name) {
    PoolName pool = new PoolName(name);
    return change(pool, () -> pools.pause(pool, true)).replaceWith(Response.noContent().build());
  }

  @POST
  @Path("/{name}/resume")
  @Operation(summary = "End a pause")
  public Uni<Response> resume(String name) {
    PoolName pool = new PoolName(name);
    return change(pool, () -> pools.pause(pool, false)).replaceWith(Response.noContent().build());
  }

  @GET
  @Path("/{name}/status")
  @Operation(summary = "Runners, queue, and what holds launches, as of now")
  public Uni<PoolStatus> status(String name) {
    return Panache.withSession(
        () ->
            find(name)
                .chain(
                    kept ->
                        decider
                            .consider(kept.pool())
                            .chain(
                                now ->
                                    decisions
                                        .last(kept.pool().name())
                                        .map(last -> PoolStatus.of(kept, now, last)))));
  }

  private Uni<Void> change(PoolName pool, Supplier<Uni<Boolean>> change) {
    return outbox
        .commit(
            out ->
                change
                    .get()
                    .invoke(found -> orNotFound(found, pool))
                    .chain(() -> decider.decide(Set.of(pool), out)))
        .invoke(metrics::decided)
        .replaceWithVoid();
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

  private static void orNotFound(boolean found, PoolName pool) {
    if (!found) {
      throw Problems.notFound("pool", pool);
    }
  }

  private static ObjectNode list(List<KeptPool> all) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    var array = list.putArray("pools");
    all.forEach(kept -> array.add(PoolWriter.write(kept.pool().spec())));
    return list;
  }

  private static Response tagged(Response.ResponseBuilder response, PoolSpec spec) {
    return response.tag(new EntityTag(Integer.toString(spec.revision()))).build();
  }

  private record Put(PoolSpec spec, List<Decided> decided) {}
}
