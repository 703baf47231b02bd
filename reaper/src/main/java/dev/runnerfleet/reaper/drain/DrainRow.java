package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.Drain;
import dev.runnerfleet.reaper.core.Retirement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A drain's row. */
@Entity
@Table(name = "drain")
public class DrainRow {

  @Id public String runner = "";
  public String pool = "";
  public String reason = "";

  @Column(name = "unregistered_too")
  public boolean unregisteredToo;

  public boolean force;
  public String decision = "";

  @Column(name = "ordered_at")
  public Instant orderedAt = Instant.EPOCH;

  public String state = "";
  public Instant since = Instant.EPOCH;

  @Column(name = "due_at")
  public @Nullable Instant dueAt;

  public @Nullable UUID lease;

  Drain toDomain() {
    Retirement order =
        new Retirement(
            new RunnerId(runner),
            new PoolName(pool),
            RetirementReason.valueOf(reason),
            unregisteredToo,
            force,
            new DecisionId(decision),
            orderedAt);
    return switch (state) {
      case "Requested" -> new Drain.Requested(order);
      case "Searching" -> new Drain.Searching(order);
      case "SearchedOnce" -> new Drain.SearchedOnce(order, since);
      case "Paused" -> new Drain.Paused(order, since);
      case "SeenIdleOnce" -> new Drain.SeenIdleOnce(order, since);
      case "SeenIdleTwice" -> new Drain.SeenIdleTwice(order);
      case "Unregistered" -> new Drain.Unregistered(order);
      case "Terminating" -> new Drain.Terminating(order, since);
      case "Terminated" -> new Drain.Terminated(order);
      case "Keeping" -> new Drain.Keeping(order);
      case "Kept" -> new Drain.Kept(order);
      default -> throw new IllegalStateException("No such state of a drain: " + state);
    };
  }

  /** Takes the drain's new state; whatever round has it in hand loses it. */
  void set(Drain drain, Instant now, Instant due) {
    Retirement order = drain.retirement();
    runner = order.runner().toString();
    pool = order.pool().toString();
    reason = order.reason().name();
    unregisteredToo = order.unregisteredToo();
    force = order.force();
    decision = order.decision().toString();
    orderedAt = order.orderedAt();
    since = since(drain, now);
    state = drain.getClass().getSimpleName();
    dueAt = drain.ended() ? null : due;
    lease = null;
  }

  private Instant since(Drain drain, Instant now) {
    return switch (drain) {
      case Drain.SearchedOnce d -> d.since();
      case Drain.Paused d -> d.since();
      case Drain.SeenIdleOnce d -> d.since();
      case Drain.Terminating d -> d.since();
      case Drain.Requested _,
          Drain.Searching _,
          Drain.SeenIdleTwice _,
          Drain.Unregistered _,
          Drain.Terminated _,
          Drain.Keeping _,
          Drain.Kept _ ->
          state.equals(drain.getClass().getSimpleName()) ? since : now;
    };
  }
}
