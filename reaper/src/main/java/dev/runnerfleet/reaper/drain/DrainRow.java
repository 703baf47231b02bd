package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.drain.Beginning;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Ending;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.core.drain.Staying;
import dev.runnerfleet.reaper.core.drain.Waiting;
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

  public @Nullable Instant deadline;
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
            orderedAt,
            deadline);
    return switch (state) {
      case "Ordered" -> new Beginning.Ordered(order);
      case "Overdue" -> new Waiting.Overdue(order, since);
      case "Settling" -> new Waiting.Settling(order);
      case "Requested" -> new Beginning.Requested(order);
      case "Searching" -> new Beginning.Searching(order);
      case "SearchedOnce" -> new Beginning.SearchedOnce(order, since);
      case "Paused" -> new Waiting.Paused(order, since);
      case "SeenIdleOnce" -> new Waiting.SeenIdleOnce(order, since);
      case "Leaving" -> new Waiting.Leaving(order);
      case "SeenIdleTwice" -> new Waiting.SeenIdleTwice(order);
      case "Unregistered" -> new Ending.Unregistered(order);
      case "Terminating" -> new Ending.Terminating(order, since);
      case "Terminated" -> new Ending.Terminated(order);
      case "Keeping" -> new Staying.Keeping(order);
      case "Kept" -> new Staying.Kept(order);
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
    deadline = order.deadline();
    since = since(drain, now);
    state = drain.getClass().getSimpleName();
    dueAt = drain.ended() ? null : due;
    lease = null;
  }

  private Instant since(Drain drain, Instant now) {
    return switch (drain) {
      case Beginning.SearchedOnce d -> d.since();
      case Waiting.Paused d -> d.since();
      case Waiting.SeenIdleOnce d -> d.since();
      case Waiting.Overdue d -> d.since();
      case Ending.Terminating d -> d.since();
      case Beginning.Ordered _,
          Beginning.Requested _,
          Beginning.Searching _,
          Waiting.Leaving _,
          Waiting.SeenIdleTwice _,
          Waiting.Settling _,
          Ending.Unregistered _,
          Ending.Terminated _,
          Staying.Keeping _,
          Staying.Kept _ ->
          state.equals(drain.getClass().getSimpleName()) ? since : now;
    };
  }
}
