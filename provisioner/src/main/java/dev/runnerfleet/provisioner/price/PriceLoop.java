package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.provisioner.ec2.Ec2Calls;
import dev.runnerfleet.provisioner.pool.PoolReady;
import dev.runnerfleet.provisioner.pool.PoolStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** Asks AWS now and then what the pools' types cost at spot, so that no launch has to. */
@ApplicationScoped
class PriceLoop {

  private static final Logger LOG = Logger.getLogger(PriceLoop.class);
  private static final String LINUX = "Linux/UNIX";

  private final PoolStore pools;
  private final Ec2Calls ec2;
  private final Background background;
  private final Clock clock;

  PriceLoop(PoolStore pools, Ec2Calls ec2, Background background, Clock clock) {
    this.pools = pools;
    this.ec2 = ec2;
    this.background = background;
    this.clock = clock;
  }

  void poolReady(@Observes PoolReady ready) {
    background.run("refresh prices", this::refresh);
  }

  @Scheduled(
      every = "10m",
      delayed = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> refresh() {
    return Panache.withSession(pools::current)
        .chain(this::refreshEach)
        .onFailure()
        .invoke(failure -> LOG.warnf("Spot prices not refreshed reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> refreshEach(List<PoolSpec> specs) {
    Map<String, Set<String>> typesByRegion = new HashMap<>();
    specs.forEach(
        spec ->
            typesByRegion
                .computeIfAbsent(spec.region(), region -> new TreeSet<>())
                .addAll(spec.machine().instanceTypes()));
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<String, Set<String>> region : typesByRegion.entrySet()) {
      all = all.chain(() -> refresh(region.getKey(), region.getValue()));
    }
    return all;
  }

  private Uni<Void> refresh(String region, Set<String> types) {
    return page(region, types, clock.instant(), null, new ArrayList<>())
        .chain(prices -> Panache.withTransaction(() -> keep(region, prices)));
  }

  private Uni<List<SpotPrice>> page(
      String region,
      Set<String> types,
      Instant now,
      @Nullable String token,
      List<SpotPrice> found) {
    return ec2.call(
            "DescribeSpotPriceHistory",
            region,
            client ->
                client.describeSpotPriceHistory(
                    request ->
                        request
                            .instanceTypesWithStrings(types)
                            .productDescriptions(LINUX)
                            .startTime(now)
                            .maxResults(1000)
                            .nextToken(token)))
        .chain(
            response -> {
              found.addAll(response.spotPriceHistory());
              String next = response.nextToken();
              return next == null || next.isEmpty()
                  ? Uni.createFrom().item(found)
                  : page(region, types, now, next, found);
            });
  }

  private static Uni<Void> keep(String region, List<SpotPrice> prices) {
    Uni<Void> all = Uni.createFrom().voidItem();
    // The newest last, and in one order everywhere.
    List<SpotPrice> sorted =
        prices.stream()
            .sorted(
                Comparator.comparing(SpotPrice::instanceTypeAsString)
                    .thenComparing(SpotPrice::availabilityZone)
                    .thenComparing(SpotPrice::timestamp))
            .toList();
    for (SpotPrice price : sorted) {
      all = all.chain(() -> keep(region, price));
    }
    return all;
  }

  private static Uni<Void> keep(String region, SpotPrice price) {
    String type = price.instanceTypeAsString();
    String zone = price.availabilityZone();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into SpotPriceRow (id, region, instanceType, zone, price, at)
                        values (:id, :region, :type, :zone, :price, :at)
                        on conflict (id) do update set price = excluded.price, at = excluded.at
                        """)
                    .setParameter("id", SpotPriceRow.id(region, type, zone))
                    .setParameter("region", region)
                    .setParameter("type", type)
                    .setParameter("zone", zone)
                    .setParameter("price", new BigDecimal(price.spotPrice()))
                    .setParameter("at", price.timestamp())
                    .executeUpdate())
        .replaceWithVoid();
  }
}
