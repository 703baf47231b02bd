package dev.runnerfleet.sandbox.ec2.catalogue;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.stock.Prices;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** Spot prices over the wire: the one in force at the start of the time asked for, and changes. */
public final class PriceActions {
  private static final String PRODUCT = "Linux/UNIX";
  private static final int MOST = 1000;
  private static final Duration KEPT = Duration.ofDays(90);
  private static final Map<String, Function<SpotPrice, Stream<String>>> FILTERS =
      Map.of(
          "availability-zone", p -> Stream.of(p.availabilityZone()),
          "availability-zone-id", p -> Stream.of(p.availabilityZoneId()),
          "instance-type", p -> Stream.of(p.instanceTypeAsString()),
          "product-description", p -> Stream.of(p.productDescriptionAsString()),
          "spot-price", p -> Stream.of(p.spotPrice()),
          "timestamp", p -> Stream.of(p.timestamp().toString()));

  private final WorldClock world;
  private final Cut pages;

  public PriceActions(WorldClock world) {
    this.world = world;
    this.pages = new Cut(world, "DescribeSpotPriceHistory", 1, MOST);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of(
            "DescribeSpotPriceHistory", DescribeSpotPriceHistoryRequest::builder, this::history));
  }

  private record Quotes(Catalogue catalogue, Prices prices, Instant now) {}

  private DescribeSpotPriceHistoryResponse history(DescribeSpotPriceHistoryRequest request) {
    Predicate<SpotPrice> matching =
        Filter.all(Shapes.filters(request.filters()), FILTERS, p -> Map.of());
    // Prices follow from time alone, so that they can be looked up outside of the world's lock.
    var market = world.ask(w -> new Quotes(w.cloud().catalogue(), w.cloud().prices(), w.now()));
    int size = pages.size(Objects.requireNonNullElse(request.maxResults(), MOST));
    var page =
        pages.of(
            prices(market, request).filter(matching), size, pages.position(request.nextToken()));
    return DescribeSpotPriceHistoryResponse.builder()
        .spotPriceHistory(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static Stream<SpotPrice> prices(Quotes market, DescribeSpotPriceHistoryRequest request) {
    Instant oldest = market.now().minus(KEPT);
    Instant start = Objects.requireNonNullElse(request.startTime(), oldest);
    Instant end = Objects.requireNonNullElse(request.endTime(), market.now());
    if (end.isBefore(start) && request.endTime() != null) {
      throw Refusal.invalid("EndTime", end, "It is not before StartTime, " + start + ".");
    }
    Instant from = start.isBefore(oldest) ? oldest : min(start, market.now());
    Instant to = min(end, market.now());
    return types(market.catalogue(), request).stream()
        .flatMap(type -> offerings(market.catalogue(), type, request))
        .flatMap(offering -> course(market.prices(), offering, from, to));
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static List<InstanceType> types(
      Catalogue catalogue, DescribeSpotPriceHistoryRequest request) {
    var names = request.instanceTypesAsStrings();
    var products = request.productDescriptions();
    if (!products.isEmpty() && products.stream().noneMatch(p -> p.startsWith(PRODUCT))) {
      return List.of();
    }
    return catalogue.types().stream()
        .filter(type -> names.isEmpty() || names.contains(type.name()))
        .toList();
  }

  private static Stream<Offering> offerings(
      Catalogue catalogue, InstanceType type, DescribeSpotPriceHistoryRequest request) {
    String zone = request.availabilityZone();
    String zoneId = request.availabilityZoneId();
    return catalogue.zones().stream()
        .filter(each -> zone == null || zone.equals(each.name()))
        .filter(each -> zoneId == null || zoneId.equals(each.id()))
        .filter(each -> catalogue.isOffered(type, each))
        .map(each -> new Offering(type, each, Market.SPOT));
  }

  /** The newest first, down to the price that held at {@code from}. */
  private static Stream<SpotPrice> course(
      Prices prices, Offering offering, Instant from, Instant to) {
    Instant last = prices.since(offering, from);
    return Stream.iterate(
            prices.since(offering, to),
            since -> !since.isBefore(last),
            since -> since.minus(Prices.STEP))
        .map(since -> price(prices, offering, since));
  }

  private static SpotPrice price(Prices prices, Offering offering, Instant since) {
    return SpotPrice.builder()
        .instanceType(offering.type().name())
        .availabilityZone(offering.zone().name())
        .availabilityZoneId(offering.zone().id())
        .productDescription(PRODUCT)
        .spotPrice(prices.at(offering, since).toString())
        .timestamp(since)
        .build();
  }
}
