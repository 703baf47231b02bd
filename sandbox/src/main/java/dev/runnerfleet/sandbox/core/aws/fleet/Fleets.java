package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.api.ClientTokens;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tagged;
import dev.runnerfleet.sandbox.core.aws.api.Tags;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.roster.Instances;
import dev.runnerfleet.sandbox.core.aws.run.LaunchTags;
import dev.runnerfleet.sandbox.core.aws.run.Launchable;
import dev.runnerfleet.sandbox.core.aws.stock.Prices;
import dev.runnerfleet.sandbox.core.aws.stock.Promised;
import dev.runnerfleet.sandbox.core.aws.stock.Room;
import dev.runnerfleet.sandbox.core.aws.stock.Stock;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Launches instances from instant fleets: all at once, with what there is, and no second try. */
public final class Fleets implements Tagged {
  private static final Duration KEPT = Duration.ofHours(24);

  private final Ids ids;
  private final Launchable launchable;
  private final Prices prices;
  private final Stock stock;
  private final LaunchTemplates templates;
  private final Instances instances;
  private final Function<Offering, Optional<Refusal>> refused;
  private final ClientTokens<FleetOrder, FleetReply> tokens = new ClientTokens<>();
  private final Map<String, Fleet> fleets = new LinkedHashMap<>();

  /**
   * None at first.
   *
   * @param refused an error ordered for an offering, which a reply then names in place of instances
   */
  public Fleets(
      Ids ids,
      Launchable launchable,
      Prices prices,
      Stock stock,
      LaunchTemplates templates,
      Instances instances,
      Function<Offering, Optional<Refusal>> refused) {
    this.ids = ids;
    this.launchable = launchable;
    this.prices = prices;
    this.stock = stock;
    this.templates = templates;
    this.instances = instances;
    this.refused = refused;
  }

  /** Serves an order, or answers again what the same client token was answered before. */
  public FleetReply create(FleetOrder order, @Nullable String clientToken, Instant now) {
    return tokens.once(
        clientToken,
        order,
        now,
        () -> serve(order, clientToken, now),
        before -> instances.refuseIfEnded(before.instanceIds()));
  }

  private record Share(Candidate candidate, int count) {}

  private FleetReply serve(FleetOrder order, @Nullable String clientToken, Instant now) {
    var fleetTags = Tags.check(order.tags("fleet"));
    var errors = new ArrayList<FleetError>();
    var launches = new ArrayList<FleetLaunch>();
    String fleetId = ids.mintFleet();
    var perTarget = new ArrayList<List<Candidate>>();
    for (FleetTarget target : order.targets()) {
      var candidates = candidates(order, target, now);
      errors.addAll(candidates.errors());
      perTarget.add(candidates.usable());
    }
    for (int i = 0; i < perTarget.size(); i++) {
      for (Share share : shares(order.targets().get(i), perTarget.get(i), errors)) {
        launches.add(launch(share, order, fleetId, clientToken, now));
      }
    }
    var reply = new FleetReply(fleetId, launches, errors);
    keep(new Fleet(fleetId, order, reply, clientToken, now, fleetTags));
    return reply;
  }

  private void keep(Fleet fleet) {
    fleets.put(fleet.id(), fleet);
    var oldest = fleets.values().iterator();
    while (oldest.next().createdAt().isBefore(fleet.createdAt().minus(KEPT))) {
      oldest.remove();
    }
  }

  private Candidates candidates(FleetOrder order, FleetTarget target, Instant now) {
    var candidates = new Candidates(launchable, prices, target.market(), now);
    for (FleetConfig config : order.configs()) {
      TemplateVersion template = templates.version(config.template(), config.version());
      LaunchTags.own(template.data(), order.tags("instance"), "instance");
      LaunchTags.own(template.data(), order.tags("volume"), "volume");
      var overrides =
          config.overrides().isEmpty()
              ? List.of(new FleetOverride(null, null, null, null, null, null))
              : config.overrides();
      overrides.forEach(override -> candidates.add(template, override));
    }
    candidates.refuseDuplicates();
    return candidates;
  }

  private List<Share> shares(FleetTarget target, List<Candidate> usable, List<FleetError> errors) {
    var allocation = Allocation.of(target, usable, stock.capacity());
    var ranked = allocation.ranked();
    var shares = new ArrayList<Share>();
    int wanted = target.count();
    for (int i = 0; i < ranked.size() && wanted > 0; i++) {
      int count = room(ranked.get(i), allocation.ask(i, wanted), shares, errors);
      if (count > 0) {
        shares.add(new Share(ranked.get(i), count));
        wanted -= count;
      }
    }
    return target.count() - wanted < target.least() ? List.of() : shares;
  }

  /** How many the candidate can give; why it cannot give all is noted in {@code errors}. */
  private int room(Candidate candidate, int wanted, List<Share> promised, List<FleetError> errors) {
    var ordered = refused.apply(candidate.offering());
    Room room =
        ordered
            .map(refusal -> new Room(0, refusal))
            .orElseGet(
                () ->
                    stock.room(
                        candidate.offering(),
                        candidate.subnet(),
                        wanted,
                        promised(promised, candidate)));
    Refusal lack = room.lack();
    if (lack != null) {
      errors.add(
          new FleetError(
              candidate.template(),
              candidate.override(),
              candidate.offering().market(),
              lack.code(),
              lack.message()));
    }
    return room.instances();
  }

  private static Promised promised(List<Share> shares, Candidate candidate) {
    int vcpus = 0;
    int addresses = 0;
    for (Share share : shares) {
      vcpus += share.count() * share.candidate().offering().type().vcpus();
      addresses += share.candidate().subnet().equals(candidate.subnet()) ? share.count() : 0;
    }
    return new Promised(vcpus, addresses);
  }

  private FleetLaunch launch(
      Share share, FleetOrder order, String fleetId, @Nullable String clientToken, Instant now) {
    Candidate candidate = share.candidate();
    var launchOrder = launchOrder(candidate, order, fleetId, clientToken);
    String reservation = ids.mint("r");
    var launched = new ArrayList<String>();
    for (int i = 0; i < share.count(); i++) {
      launched.add(instances.launch(launchOrder, reservation, candidate.price(), now).id());
    }
    return new FleetLaunch(
        candidate.template(), candidate.override(), candidate.offering(), launched);
  }

  private static LaunchOrder launchOrder(
      Candidate candidate, FleetOrder order, String fleetId, @Nullable String clientToken) {
    TemplateVersion template = candidate.template();
    var tags = LaunchTags.own(template.data(), order.tags("instance"), "instance");
    return new LaunchOrder(
        candidate.offering(),
        candidate.subnet(),
        template.data(),
        candidate.image(),
        clientToken,
        LaunchTags.traced(tags, template, fleetId),
        LaunchTags.own(template.data(), order.tags("volume"), "volume"));
  }

  /** The fleets of the last day, oldest first. */
  public Collection<Fleet> all() {
    return List.copyOf(fleets.values());
  }

  public Fleet require(String id) {
    Fleet fleet = fleets.get(id);
    if (fleet == null) {
      throw new Refusal("InvalidFleetId.NotFound", "The fleet ID '" + id + "' does not exist");
    }
    return fleet;
  }

  @Override
  public Collection<String> ids() {
    return List.copyOf(fleets.keySet());
  }

  @Override
  public Map<String, String> tags(String id) {
    return require(id).tags();
  }

  @Override
  public void retag(String id, Map<String, String> tags) {
    fleets.put(id, require(id).tagged(tags));
  }
}
