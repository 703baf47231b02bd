package dev.runnerfleet.sandbox.core.aws.run;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.ClientTokens;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.image.Image;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.roster.Instances;
import dev.runnerfleet.sandbox.core.aws.stock.Prices;
import dev.runnerfleet.sandbox.core.aws.stock.Promised;
import dev.runnerfleet.sandbox.core.aws.stock.Room;
import dev.runnerfleet.sandbox.core.aws.stock.Stock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RunInstances: instances of one type in one zone, at least so many or none. */
public final class Runs {
  private final Ids ids;
  private final Launchable launchable;
  private final Prices prices;
  private final Stock stock;
  private final Instances instances;
  private final ClientTokens<RunOrder, RunReply> tokens = new ClientTokens<>();

  public Runs(Ids ids, Launchable launchable, Prices prices, Stock stock, Instances instances) {
    this.ids = ids;
    this.launchable = launchable;
    this.prices = prices;
    this.stock = stock;
    this.instances = instances;
  }

  /** Serves an order, or answers again what the same client token was answered before. */
  public RunReply run(RunOrder order, @Nullable String clientToken, Instant now) {
    return tokens.once(
        clientToken,
        order,
        now,
        () -> serve(order, clientToken, now),
        before -> instances.refuseIfEnded(before.instanceIds()));
  }

  private RunReply serve(RunOrder order, @Nullable String clientToken, Instant now) {
    InstanceType type = launchable.type(order.data().instanceType());
    Subnet subnet = subnet(order, type);
    var offering = new Offering(type, subnet.zone(), order.market());
    Image image = launchable.check(order.data(), null, offering);
    var tags = LaunchTags.own(order.data(), tags(order, "instance"), "instance");
    var volumeTags = LaunchTags.own(order.data(), tags(order, "volume"), "volume");
    Usd price = prices.at(offering, now);
    refuseAbove(order.maxPrice(), price, order.market());
    Room room = stock.room(offering, subnet, order.most(), Promised.NOTHING);
    Refusal lack = room.lack();
    if (room.instances() < order.least() && lack != null) {
      throw lack;
    }
    var launch =
        new LaunchOrder(
            offering,
            subnet,
            order.data(),
            image,
            clientToken,
            LaunchTags.traced(tags, order.template(), null),
            volumeTags);
    return launch(launch, room.instances(), price, now);
  }

  private static Map<String, String> tags(RunOrder order, String resourceType) {
    return order.tags().getOrDefault(resourceType, Map.of());
  }

  /** Where none is named: in the zone that has the most of the type left. */
  private Subnet subnet(RunOrder order, InstanceType type) {
    String id = order.subnetId();
    if (id != null) {
      return launchable.subnet(id);
    }
    Comparator<Subnet> byCapacity =
        Comparator.comparingInt(
            subnet -> stock.capacity().left(new Offering(type, subnet.zone(), order.market())));
    return launchable.catalogue().subnets().stream()
        .filter(subnet -> order.zone() == null || subnet.zone().name().equals(order.zone()))
        .filter(subnet -> launchable.catalogue().isOffered(type, subnet.zone()))
        .max(byCapacity)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "availabilityZone", String.valueOf(order.zone()), "No such zone here."));
  }

  /** AWS does not launch spot instances for less than they cost. */
  public static void refuseAbove(@Nullable Usd maxPrice, Usd price, Market market) {
    if (market == Market.SPOT && maxPrice != null && maxPrice.compareTo(price) < 0) {
      throw new Refusal(
          "SpotMaxPriceTooLow",
          "Your Spot request price of %s is lower than the minimum required Spot request fulfillment price of %s."
              .formatted(maxPrice, price));
    }
  }

  private RunReply launch(LaunchOrder order, int count, Usd price, Instant now) {
    String reservation = ids.mint("r");
    List<String> launched = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      launched.add(instances.launch(order, reservation, price, now).id());
    }
    return new RunReply(reservation, launched);
  }
}
