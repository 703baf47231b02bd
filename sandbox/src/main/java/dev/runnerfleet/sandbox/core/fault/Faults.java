package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbance;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbances;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.roster.Boot;
import dev.runnerfleet.sandbox.core.aws.roster.Instances;
import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** All faults that were ordered, in that order, and what each call runs into. */
public final class Faults implements Disturbances {
  private final Map<String, Fault> byId = new LinkedHashMap<>();
  private final Reclaims reclaims;
  private final Spells spells;
  private final List<Effect> effects = new ArrayList<>();
  private long ordered;

  public Faults(Instances instances) {
    this.reclaims = new Reclaims(instances);
    this.spells = new Spells(instances);
  }

  /** Begins to carry out an order; what is due at once happens at once. */
  public FaultStatus order(FaultOrder order, Instant now) {
    String id = "fault-" + ++ordered;
    byId.put(id, new Fault(id, order, now));
    advance(now);
    return Objects.requireNonNull(byId.get(id)).status(now);
  }

  /** Forgets an order; false where there is none. What it has done stays done. */
  public boolean lift(String id) {
    Fault fault = byId.remove(id);
    if (fault == null) {
      return false;
    }
    reclaims.lift(fault);
    effects.addAll(spells.lift(fault));
    return true;
  }

  public Optional<FaultStatus> find(String id, Instant now) {
    return Optional.ofNullable(byId.get(id)).map(fault -> fault.status(now));
  }

  public List<FaultStatus> all(Instant now) {
    return byId.values().stream().map(fault -> fault.status(now)).toList();
  }

  /** Lets begin and end what is due. */
  public void advance(Instant now) {
    for (Fault fault : byId.values()) {
      switch (fault.kind()) {
        case FaultKind.Reclaim how -> reclaims.advance(fault, how, now);
        case FaultKind.SkewClock skew ->
            effects.addAll(spells.advance(fault, skew.target(), skew.share(), now));
        case FaultKind.Freeze freeze ->
            effects.addAll(spells.advance(fault, freeze.target(), freeze.share(), now));
        case FaultKind.ThrottleApi _,
            FaultKind.FailApi _,
            FaultKind.StallApi _,
            FaultKind.SpoilListings _,
            FaultKind.FailOffering _,
            FaultKind.RunDry _,
            FaultKind.FailBoots _,
            FaultKind.Misdeliver _,
            FaultKind.FailGitLab _,
            FaultKind.SlowGitLab _ -> {}
      }
    }
    reclaims.take(now);
  }

  public List<Effect> takeEffects() {
    var taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  @Override
  public Disturbance before(String action, Instant now) {
    Duration stall = Duration.ZERO;
    for (Fault fault : byId.values()) {
      if (fault.kind() instanceof FaultKind.ThrottleApi kind
          && hits(fault, kind.actions(), action, kind.share(), now)) {
        return new Disturbance.Fail(Refusal.throttled());
      }
      if (fault.kind() instanceof FaultKind.FailApi kind
          && hits(fault, kind.actions(), action, kind.share(), now)) {
        return new Disturbance.Fail(new Refusal(kind.status(), kind.code(), kind.message()));
      }
      if (fault.kind() instanceof FaultKind.StallApi kind
          && hits(fault, kind.actions(), action, kind.share(), now)) {
        stall = stall.plus(kind.by());
      }
    }
    return stall.isZero() ? new Disturbance.None() : new Disturbance.Stall(stall);
  }

  private static boolean hits(
      Fault fault, List<String> patterns, String name, double share, Instant now) {
    return Target.matches(patterns, name) && fault.strikes(share, now);
  }

  /** What is wrong with a listing of instances that is asked for now. */
  public Optional<FaultKind.SpoilListings> listing(Instant now) {
    for (Fault fault : byId.values()) {
      if (fault.kind() instanceof FaultKind.SpoilListings kind
          && fault.strikes(kind.share(), now)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Refusal> inFleet(Offering offering, Instant now) {
    for (Fault fault : byId.values()) {
      if (fault.kind() instanceof FaultKind.FailOffering kind
          && kind.target().covers(offering)
          && fault.strikes(kind.share(), now)) {
        return Optional.of(new Refusal(kind.code(), kind.message()));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean isDry(Offering offering, Instant now) {
    return byId.values().stream()
        .anyMatch(
            fault ->
                fault.kind() instanceof FaultKind.RunDry kind
                    && kind.target().covers(offering)
                    && fault.isActive(now));
  }

  @Override
  public Boot boot(LaunchOrder order, Boot planned, Instant now) {
    for (Fault fault : byId.values()) {
      if (fault.kind() instanceof FaultKind.FailBoots kind
          && kind.target().covers(order.offering())
          && fault.strikes(kind.share(), now)) {
        return troubled(kind, planned);
      }
    }
    return planned;
  }

  private static Boot troubled(FaultKind.FailBoots kind, Boot planned) {
    return switch (kind.trouble()) {
      case NEVER_ENROLS -> new Boot(planned.takes(), Boot.Outcome.MUTE);
      case DIES -> new Boot(planned.takes(), Boot.Outcome.DIES);
      case SLOW -> new Boot(planned.takes().plus(kind.by()), Boot.Outcome.WORKS);
    };
  }

  /** What a request to GitLab runs into; paths are those behind {@code /api/v4}. */
  public GitLabTrouble gitLab(String method, String path, Instant now) {
    Duration delay = Duration.ZERO;
    for (Fault fault : byId.values()) {
      if (fault.kind() instanceof FaultKind.FailGitLab kind
          && Target.matches(kind.methods(), method)
          && hits(fault, kind.paths(), path, kind.share(), now)) {
        return new GitLabTrouble(delay, OptionalInt.of(kind.status()));
      }
      if (fault.kind() instanceof FaultKind.SlowGitLab kind
          && Target.matches(kind.methods(), method)
          && hits(fault, kind.paths(), path, kind.share(), now)) {
        delay = delay.plus(kind.by());
      }
    }
    return new GitLabTrouble(delay, OptionalInt.empty());
  }

  /**
   * When something is delivered, counted from now: once at once where nothing was ordered, never
   * where it is lost.
   *
   * @param project the path of the project that it is about, empty where it is about none
   */
  public List<Duration> deliveries(
      Misdeliver.Channel channel, String event, String project, Instant now) {
    List<Duration> deliveries = List.of(Duration.ZERO);
    for (Fault fault : byId.values()) {
      if (fault.kind() instanceof Misdeliver kind
          && kind.channel() == channel
          && Target.matches(kind.projects(), project)
          && hits(fault, kind.events(), event, kind.share(), now)) {
        deliveries = misdelivered(deliveries, kind, fault);
      }
    }
    return deliveries;
  }

  private static List<Duration> misdelivered(
      List<Duration> deliveries, Misdeliver kind, Fault fault) {
    var changed = new ArrayList<Duration>();
    switch (kind.mishap()) {
      case LOSE -> {}
      case DUPLICATE -> {
        for (int i = 0; i <= kind.times(); i++) {
          changed.addAll(deliveries);
        }
      }
      case DELAY -> deliveries.forEach(at -> changed.add(at.plus(kind.by())));
      case REORDER -> {
        long most = Math.max(1, kind.by().toMillis());
        deliveries.forEach(at -> changed.add(at.plusMillis(fault.random().nextLong(most))));
      }
    }
    return changed;
  }
}
