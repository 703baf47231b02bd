package dev.runnerfleet.replay.world;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOrder;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetOverride;
import dev.runnerfleet.sandbox.core.aws.fleet.FleetReply;
import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceRunning;
import dev.runnerfleet.sandbox.core.aws.notice.InterruptionWarned;
import dev.runnerfleet.sandbox.core.aws.roster.Visibility;
import dev.runnerfleet.sandbox.core.aws.run.RunOrder;
import dev.runnerfleet.sandbox.core.aws.run.RunReply;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's AWS in one region, moved by virtual time: it is let go on whenever something of its
 * own is due, and tells what became of machines.
 */
public final class Aws {

  private static final Duration PAGES = Duration.ofHours(1);

  private final Timeline timeline;
  private final Cloud cloud;
  private final News news;
  private @Nullable Instant alarm;

  /** Who hears of what becomes of machines. */
  public interface News {
    /** It has booted. */
    void up(String instance);

    /** AWS takes it back two minutes from now. */
    void warned(String instance);

    /** It is gone, by whomever. */
    void ended(String instance);
  }

  public Aws(String region, Conditions conditions, Timeline timeline, News news) {
    this.timeline = timeline;
    this.news = news;
    CloudSettings settings =
        new CloudSettings(
            "000000000000",
            region,
            Duration.ZERO,
            conditions.seed(),
            Visibility.PROMPT,
            PAGES,
            conditions.market());
    cloud = new Cloud(settings, conditions.catalogue().apply(region), id -> false);
    cloud.disturb(new Drawn(conditions.boots(), new SplittableRandom(conditions.seed()).split()));
    cloud.advance(timeline.now());
    cloud
        .templates()
        .create(
            null,
            Orders.TEMPLATE,
            null,
            Orders.data(null, Orders.image("x86_64")),
            Map.of(),
            timeline.now());
  }

  /** A place that a fleet may launch in. */
  public record Spot(String type, String subnet) {}

  /**
   * CreateFleet of type instant, after the strategy that Runnerfleet asks for.
   *
   * @throws Refusal if AWS refuses the call
   */
  public FleetReply createFleet(Market market, int count, List<Spot> places) {
    advance();
    cloud.admit("CreateFleet", false);
    FleetOrder order = Orders.fleet(market, count, places.stream().map(this::override).toList());
    FleetReply reply = cloud.fleets().create(order, null, timeline.now());
    wake();
    return reply;
  }

  private FleetOverride override(Spot place) {
    return Orders.override(type(place.type()), place.subnet());
  }

  /**
   * RunInstances of one, whatever the buckets of calls hold.
   *
   * @param zone where it is to be; none: where there is most of it
   * @param maxPrice of a spot instance, an hour; none: what it costs on demand
   * @throws Refusal if AWS has none, or none at that price
   */
  public Instance runInstance(
      String type, Market market, Optional<String> zone, Optional<Usd> maxPrice) {
    advance();
    RunOrder order = Orders.run(type(type), market, zone.orElse(null), maxPrice.orElse(null));
    RunReply reply = cloud.runs().run(order, null, timeline.now());
    Instance launched = instance(reply.instanceIds().getFirst());
    wake();
    return launched;
  }

  /**
   * Takes a token for a call that names what it is about.
   *
   * @throws Refusal if AWS lets it not in
   */
  public void admit(String action) {
    advance();
    cloud.admit(action, true);
  }

  /** Ends one, whatever the buckets of calls hold. */
  public void end(String instance) {
    advance();
    cloud.instances().end(List.of(instance), EndCause.API, timeline.now());
    wake();
  }

  /**
   * TerminateInstances of one.
   *
   * @throws Refusal if AWS refuses the call
   */
  public void terminate(String instance) {
    advance();
    cloud.admit("TerminateInstances", false);
    end(instance);
  }

  /** How an instance stands; terminated ones are forgotten after a while. */
  public InstanceState state(String instance) {
    return cloud.instances().find(instance).map(Instance::state).orElse(InstanceState.TERMINATED);
  }

  public Instance instance(String id) {
    return cloud.instances().require(List.of(id)).getFirst();
  }

  public Usd price(String type, String subnet, Market market, Instant at) {
    return cloud.prices().at(new Offering(type(type), subnet(subnet).zone(), market), at);
  }

  /**
   * A type that the catalogue has.
   *
   * @throws Refusal if it has none of that name
   */
  public InstanceType type(String name) {
    return cloud
        .catalogue()
        .type(name)
        .orElseThrow(() -> Refusal.invalid("InstanceType", name, "The catalogue has none such."));
  }

  /** All types of the catalogue. */
  public List<InstanceType> types() {
    return List.copyOf(cloud.catalogue().types());
  }

  public Subnet subnet(String id) {
    return cloud.catalogue().subnet(id).orElseThrow();
  }

  /** The simulated region's subnet for a pool's: by id, else one for each of the pool's in turn. */
  public String subnet(String id, int index) {
    List<String> own = cloud.catalogue().subnets().stream().map(Subnet::id).toList();
    return cloud.catalogue().subnet(id).map(Subnet::id).orElse(own.get(index % own.size()));
  }

  private void advance() {
    cloud.advance(timeline.now());
  }

  /** Sees to what has happened, and that it is looked again when the next thing is due. */
  private void wake() {
    advance();
    for (Effect effect : cloud.takeEffects()) {
      tell(effect);
    }
    Instant next = cloud.instances().nextDue();
    if (next != null && (alarm == null || next.isBefore(alarm))) {
      Instant set = next;
      alarm = set;
      timeline.at(
          set,
          () -> {
            if (set.equals(alarm)) {
              alarm = null;
            }
            wake();
          });
    }
  }

  private void tell(Effect effect) {
    if (effect instanceof InstanceRunning running) {
      news.up(running.instance().id());
    } else if (effect instanceof InterruptionWarned warned) {
      news.warned(warned.instance().id());
    } else if (effect instanceof InstanceEnded ended) {
      news.ended(ended.instanceId());
    }
  }
}
