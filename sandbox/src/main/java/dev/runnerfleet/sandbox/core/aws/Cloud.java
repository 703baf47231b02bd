package dev.runnerfleet.sandbox.core.aws;

import dev.runnerfleet.sandbox.core.aws.api.ApiLimits;
import dev.runnerfleet.sandbox.core.aws.api.CallCounts;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Addresses;
import dev.runnerfleet.sandbox.core.aws.catalogue.Capacity;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbance;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbances;
import dev.runnerfleet.sandbox.core.aws.fleet.Fleets;
import dev.runnerfleet.sandbox.core.aws.instance.Instances;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The simulated AWS: one account in one region. */
public final class Cloud {
  private final CloudSettings settings;
  private final Catalogue catalogue;
  private final Capacity capacity = new Capacity();
  private final Addresses addresses = new Addresses();
  private final ApiLimits limits = new ApiLimits();
  private final CallCounts calls = new CallCounts();
  private final LaunchTemplates templates;
  private final Instances instances;
  private final Fleets fleets;
  private Disturbances disturbances = Disturbances.NONE;
  private Instant now = Instant.EPOCH;

  /**
   * A cloud with nothing launched yet.
   *
   * @param busy whether a job runs on the machine with this GitLab Runner system id, for the
   *     sandbox's own books
   */
  public Cloud(CloudSettings settings, Predicate<String> busy) {
    this.settings = settings;
    this.catalogue = Catalogue.builtIn(settings.region());
    var ids = new Ids(settings.seed());
    this.templates = new LaunchTemplates(ids);
    this.instances = new Instances(settings.bootTime(), ids, capacity, addresses, busy);
    this.fleets =
        new Fleets(
            ids,
            catalogue,
            capacity,
            addresses,
            templates,
            instances,
            offering -> disturbances.inFleet(offering, now));
    capacity.dryWhere(offering -> disturbances.isDry(offering, now));
    instances.bootAs((order, planned) -> disturbances.boot(order, planned, now));
  }

  /** Lets boots end, shutdowns complete and the long terminated be forgotten. */
  public void advance(Instant to) {
    now = to;
    instances.advance(to);
  }

  /** From now on {@code ordered} says what goes wrong. */
  public void disturb(Disturbances ordered) {
    disturbances = ordered;
  }

  /**
   * Lets a call in, or not: first what was ordered, then the token buckets.
   *
   * @param narrow whether a Describe call is filtered, paged or names what it wants
   * @return how long its answer is to be held back
   * @throws Refusal if it is not let in
   */
  public Duration admit(String action, boolean narrow) {
    var stall =
        switch (disturbances.before(action, now)) {
          case Disturbance.None none -> Duration.ZERO;
          case Disturbance.Stall ordered -> ordered.duration();
          case Disturbance.Fail ordered -> throw ordered.refusal();
        };
    limits.admit(action, narrow, now);
    return stall;
  }

  /** What happened since the last call that the outside has to act on. */
  public List<Effect> takeEffects() {
    return instances.takeEffects();
  }

  /**
   * Puts tags over those that the resources have.
   *
   * @throws Refusal for a resource that does not exist; those before it stay tagged
   */
  public void tag(List<String> resources, Map<String, String> tags) {
    for (String id : resources) {
      switch (id.substring(0, id.indexOf('-') + 1)) {
        case "i-" -> instances.tag(id, tags);
        case "lt-" -> templates.tag(id, tags);
        default -> throw new Refusal("InvalidID", "The ID '" + id + "' is not valid");
      }
    }
  }

  public int freeAddresses(Subnet subnet) {
    return addresses.free(subnet);
  }

  public CloudSettings settings() {
    return settings;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public Capacity capacity() {
    return capacity;
  }

  public ApiLimits limits() {
    return limits;
  }

  public CallCounts calls() {
    return calls;
  }

  public LaunchTemplates templates() {
    return templates;
  }

  public Instances instances() {
    return instances;
  }

  public Fleets fleets() {
    return fleets;
  }
}
