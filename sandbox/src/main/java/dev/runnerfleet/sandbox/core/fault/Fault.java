package dev.runnerfleet.sandbox.core.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** An order being carried out. */
final class Fault {
  private final String id;
  private final FaultOrder order;
  private final Instant startsAt;
  private final @Nullable Instant endsAt;
  private final SplittableRandom random;
  private long strikes;

  Fault(String id, FaultOrder order, Instant now) {
    this.id = id;
    this.order = order;
    this.startsAt = now.plus(order.after());
    this.endsAt = end(order);
    this.random = new SplittableRandom(order.seed());
  }

  /** Instances are taken at once unless a length spreads them. */
  private @Nullable Instant end(FaultOrder ordered) {
    if (ordered.length() != null) {
      return startsAt.plus(ordered.length());
    }
    return ordered.kind() instanceof FaultKind.Reclaim ? startsAt : null;
  }

  /** From start to end; zero where there is no end. */
  Duration length() {
    return endsAt == null ? Duration.ZERO : Duration.between(startsAt, endsAt);
  }

  String id() {
    return id;
  }

  FaultKind kind() {
    return order.kind();
  }

  SplittableRandom random() {
    return random;
  }

  Instant startsAt() {
    return startsAt;
  }

  FaultStatus.State state(Instant now) {
    if (startsAt.isAfter(now)) {
      return FaultStatus.State.WAITING;
    }
    boolean spent = order.count() != null && strikes >= order.count();
    boolean past = endsAt != null && !endsAt.isAfter(now);
    return spent || past ? FaultStatus.State.OVER : FaultStatus.State.ACTIVE;
  }

  boolean isActive(Instant now) {
    return state(now) == FaultStatus.State.ACTIVE;
  }

  /** Draws whether it strikes what it covers, and counts it if so. */
  boolean strikes(double share, Instant now) {
    if (!isActive(now) || random.nextDouble() >= share) {
      return false;
    }
    strikes++;
    return true;
  }

  void struck() {
    strikes++;
  }

  /**
   * Whether this one thing of many is struck, whenever and in whatever order they are asked for.
   */
  boolean singlesOut(long number, double share) {
    return new SplittableRandom(order.seed() * 31 + number).split().nextDouble() < share;
  }

  FaultStatus status(Instant now) {
    return new FaultStatus(
        id, order.name(), order.kind(), state(now), startsAt, endsAt, strikes, order.seed());
  }
}
