package dev.runnerfleet.provisioner.price;

import dev.runnerfleet.provisioner.ec2.Ec2Calls;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** Asks AWS what types cost at spot, and keeps it, so that no launch has to ask. */
@ApplicationScoped
public class SpotPrices {

  private static final String LINUX = "Linux/UNIX";
  private static final int PAGE = 1000;

  private final Ec2Calls ec2;
  private final PriceMetrics metrics;
  private final Clock clock;

  SpotPrices(Ec2Calls ec2, PriceMetrics metrics, Clock clock) {
    this.ec2 = ec2;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Refreshes the prices of the types in all zones of the region, in a transaction of its own.
   * Fails with {@link dev.runnerfleet.provisioner.ec2.RefusedException}.
   */
  public Uni<Void> refresh(String region, Collection<String> types) {
    if (types.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Instant now = clock.instant();
    return page(region, new TreeSet<>(types), now, null, new ArrayList<>())
        .chain(prices -> Panache.withTransaction(() -> keep(region, prices)))
        .invoke(() -> metrics.refreshed(now));
  }

  /** AWS answers a start of now with the prices in force then. */
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
                            .maxResults(PAGE)
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
    // The newest last, and in one order everywhere, so that two replicas never wait for each other.
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
