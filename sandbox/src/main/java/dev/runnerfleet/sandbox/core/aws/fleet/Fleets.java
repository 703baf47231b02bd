package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.api.ClientTokens;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tags;
import dev.runnerfleet.sandbox.core.aws.catalogue.Addresses;
import dev.runnerfleet.sandbox.core.aws.catalogue.Capacity;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.instance.Instances;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Launches instances from instant fleets: all at once, with what there is, and no second try. */
public final class Fleets {
  private final Ids ids;
  private final Catalogue catalogue;
  private final Capacity capacity;
  private final Addresses addresses;
  private final LaunchTemplates templates;
  private final Instances instances;
  private final Function<Offering, Optional<Refusal>> refused;
  private final ClientTokens<FleetOrder, FleetReply> tokens = new ClientTokens<>();

  /**
   * None at first.
   *
   * @param refused an error ordered for an offering, which a reply then names in place of instances
   */
  public Fleets(
      Ids ids,
      Catalogue catalogue,
      Capacity capacity,
      Addresses addresses,
      LaunchTemplates templates,
      Instances instances,
      Function<Offering, Optional<Refusal>> refused) {
    this.ids = ids;
    this.catalogue = catalogue;
    this.capacity = capacity;
    this.addresses = addresses;
    this.templates = templates;
    this.instances = instances;
    this.refused = refused;
  }

  /** Serves an order, or answers again what the same client token was answered before. */
  public FleetReply create(FleetOrder order, @Nullable String clientToken, Instant now) {
    return tokens.once(
        clientToken, order, now, () -> serve(order, clientToken, now), this::refuseIfAllEnded);
  }

  private void refuseIfAllEnded(FleetReply before) {
    boolean alive =
        before
            .instanceIds()
            .anyMatch(id -> instances.find(id).filter(i -> !i.state().isEnding()).isPresent());
    if (!alive && !before.launches().isEmpty()) {
      throw new Refusal(
          "IdempotentInstanceTerminated",
          "The instances of the request with this client token have been terminated.");
    }
  }

  private FleetReply serve(FleetOrder order, @Nullable String clientToken, Instant now) {
    var candidates = Candidates.of(order, templates, catalogue);
    Tags.merge(Map.of(), order.instanceTags());
    var ranked = candidates.ranked(order.strategy(), catalogue, capacity);
    var shortage = new ArrayList<FleetError>(candidates.errors());
    var shares = new ArrayList<Share>();
    int wanted = order.target();
    for (Candidate candidate : ranked) {
      if (wanted > 0) {
        var share = share(candidate, wanted, shortage);
        shares.add(share);
        wanted -= share.count();
      }
    }
    if (order.target() - wanted < order.minTarget()) {
      shares.clear();
    }
    return launch(shares, shortage, order, clientToken, now);
  }

  private record Share(Candidate candidate, int count) {}

  /**
   * How much of {@code wanted} the candidate can give; what it lacks is noted in {@code errors}.
   */
  private Share share(Candidate candidate, int wanted, List<FleetError> errors) {
    var refusal = refused.apply(candidate.offering());
    if (refusal.isPresent()) {
      errors.add(error(candidate, refusal.get().code(), refusal.get().message()));
      return new Share(candidate, 0);
    }
    int capable = capacity.left(candidate.offering());
    int addressable = addresses.free(candidate.subnet());
    if (addressable < Math.min(wanted, capable)) {
      errors.add(
          error(
              candidate,
              "InsufficientFreeAddressesInSubnet",
              "There are not enough free addresses in subnet '" + candidate.subnet().id() + "'."));
    } else if (capable < wanted) {
      errors.add(error(candidate, "InsufficientInstanceCapacity", noCapacity(candidate)));
    }
    return new Share(candidate, Math.min(wanted, Math.min(capable, addressable)));
  }

  private static FleetError error(Candidate candidate, String code, String message) {
    return new FleetError(candidate.template(), candidate.override(), code, message);
  }

  private static String noCapacity(Candidate candidate) {
    return switch (candidate.offering().market()) {
      case SPOT -> "There is no Spot capacity available that matches your request.";
      case ON_DEMAND ->
          "We currently do not have sufficient %s capacity in the Availability Zone you requested (%s)."
              .formatted(candidate.offering().type().name(), candidate.offering().zone().name());
    };
  }

  private FleetReply launch(
      List<Share> shares,
      List<FleetError> errors,
      FleetOrder order,
      @Nullable String clientToken,
      Instant now) {
    String fleetId = ids.mintFleet();
    var launches = new ArrayList<FleetLaunch>();
    for (Share share : shares) {
      if (share.count() > 0) {
        var launchOrder = launchOrder(share.candidate(), order, fleetId, clientToken);
        launches.add(launch(share, launchOrder, now));
      }
    }
    return new FleetReply(fleetId, launches, errors);
  }

  private FleetLaunch launch(Share share, LaunchOrder order, Instant now) {
    String reservation = ids.mint("r");
    Usd price = catalogue.price(order.offering());
    var launched = new ArrayList<String>();
    for (int i = 0; i < share.count(); i++) {
      launched.add(instances.launch(order, reservation, price, now).id());
    }
    return new FleetLaunch(
        order.template(), share.candidate().override(), order.offering(), launched);
  }

  private static LaunchOrder launchOrder(
      Candidate candidate, FleetOrder order, String fleetId, @Nullable String clientToken) {
    TemplateVersion template = candidate.template();
    var tags = new TreeMap<>(template.data().instanceTags());
    tags.putAll(order.instanceTags());
    tags.put("aws:ec2:fleet-id", fleetId);
    tags.put("aws:ec2launchtemplate:id", template.templateId());
    tags.put("aws:ec2launchtemplate:version", String.valueOf(template.number()));
    return new LaunchOrder(
        candidate.offering(),
        candidate.subnet(),
        template,
        candidate.image(),
        fleetId,
        clientToken,
        Map.copyOf(tags));
  }
}
