package dev.runnerfleet.sandbox.core.aws;

import dev.runnerfleet.sandbox.core.aws.api.ApiLimits;
import dev.runnerfleet.sandbox.core.aws.api.CallCounts;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.PageTokens;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbance;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbances;
import dev.runnerfleet.sandbox.core.aws.fleet.Fleets;
import dev.runnerfleet.sandbox.core.aws.image.Images;
import dev.runnerfleet.sandbox.core.aws.roster.Instances;
import dev.runnerfleet.sandbox.core.aws.roster.Odds;
import dev.runnerfleet.sandbox.core.aws.run.Launchable;
import dev.runnerfleet.sandbox.core.aws.run.Runs;
import dev.runnerfleet.sandbox.core.aws.stock.Addresses;
import dev.runnerfleet.sandbox.core.aws.stock.Capacity;
import dev.runnerfleet.sandbox.core.aws.stock.Prices;
import dev.runnerfleet.sandbox.core.aws.stock.Quotas;
import dev.runnerfleet.sandbox.core.aws.stock.Stock;
import dev.runnerfleet.sandbox.core.aws.stock.Tide;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.volume.Volumes;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The simulated AWS: one account in one region. */
public final class Cloud {
  private final CloudSettings settings;
  private final Catalogue catalogue;
  private final Prices prices;
  private final Stock stock;
  private final ApiLimits limits = new ApiLimits();
  private final CallCounts calls = new CallCounts();
  private final PageTokens pages;
  private final Images images;
  private final LaunchTemplates templates;
  private final Volumes volumes;
  private final Instances instances;
  private final Fleets fleets;
  private final Runs runs;
  private final Tagging tagging = new Tagging();
  private Disturbances disturbances = Disturbances.NONE;
  private @Nullable Instant start;
  private Instant now = Instant.EPOCH;

  /** A cloud with the built-in catalogue and nothing launched yet. */
  public Cloud(CloudSettings settings, Predicate<String> busy) {
    this(settings, Catalogue.builtIn(settings.region()), busy);
  }

  /**
   * A cloud with nothing launched yet.
   *
   * @param busy whether a job runs on the machine with this GitLab Runner system id, for the
   *     sandbox's own books
   */
  public Cloud(CloudSettings settings, Catalogue catalogue, Predicate<String> busy) {
    this.settings = settings;
    this.catalogue = catalogue;
    var market = settings.market();
    this.prices = new Prices(market.seed());
    var tide = new Tide(market.seed(), market.spotVcpus(), catalogue.outages());
    var capacity =
        new Capacity(
            offering -> tide.at(offering, now, sinceStart()),
            offering -> disturbances.isDry(offering, now));
    this.stock = new Stock(capacity, new Quotas(), new Addresses());
    this.pages = new PageTokens(settings.pageTokenLife());
    var ids = new Ids(settings.seed());
    this.images = new Images(ids);
    this.templates = new LaunchTemplates(ids);
    this.volumes = new Volumes(ids);
    var odds = new Odds(market.seed(), market.interruptionFactor());
    this.instances =
        new Instances(settings.bootTime(), settings.visibility(), ids, stock, volumes, odds, busy);
    var launchable = new Launchable(catalogue, images);
    this.fleets =
        new Fleets(
            ids,
            launchable,
            prices,
            stock,
            templates,
            instances,
            offering -> disturbances.inFleet(offering, now));
    this.runs = new Runs(ids, launchable, prices, stock, instances);
    instances.bootAs((order, planned) -> disturbances.boot(order, planned, now));
    tagging.add("i", "instance", instances);
    tagging.add("vol", "volume", volumes);
    tagging.add("lt", "launch-template", templates);
    tagging.add("fleet", "fleet", fleets);
  }

  /**
   * Lets boots end, interruptions come, shutdowns complete and the long terminated be forgotten.
   */
  public void advance(Instant to) {
    if (start == null) {
      start = to;
    }
    now = to;
    instances.advance(to);
  }

  private Duration sinceStart() {
    return start == null ? Duration.ZERO : Duration.between(start, now);
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

  public int freeAddresses(Subnet subnet) {
    return stock.addresses().free(subnet);
  }

  public CloudSettings settings() {
    return settings;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public Prices prices() {
    return prices;
  }

  public Capacity capacity() {
    return stock.capacity();
  }

  public Quotas quotas() {
    return stock.quotas();
  }

  public ApiLimits limits() {
    return limits;
  }

  public CallCounts calls() {
    return calls;
  }

  public PageTokens pages() {
    return pages;
  }

  public Images images() {
    return images;
  }

  public LaunchTemplates templates() {
    return templates;
  }

  public Volumes volumes() {
    return volumes;
  }

  public Instances instances() {
    return instances;
  }

  public Fleets fleets() {
    return fleets;
  }

  public Runs runs() {
    return runs;
  }

  public Tagging tagging() {
    return tagging;
  }
}
