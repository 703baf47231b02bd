package dev.runnerfleet.reaper.rescue;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.rescue.Bereft;
import dev.runnerfleet.reaper.core.rescue.Losing;
import dev.runnerfleet.reaper.core.rescue.Rescue;
import dev.runnerfleet.reaper.core.rescue.Rescue.Outcome;
import dev.runnerfleet.reaper.core.rescue.Retrial;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rescue's row. */
@Entity
@Table(name = "rescue")
public class RescueRow {

  @Id public long job;
  public long project;
  public long pipeline;
  public String name = "";
  public String runner = "";
  public String pool = "";
  public int attempt;

  @Column(name = "may_retry")
  public boolean mayRetry;

  @Column(name = "abort_at")
  public Instant abortAt = Instant.EPOCH;

  public String state = "";
  public Instant since = Instant.EPOCH;
  public boolean forced;

  /** Whether we have told GitLab to cancel it. */
  public boolean ours;

  public boolean tried;
  public @Nullable Long retry;
  public @Nullable String outcome;

  @Column(name = "begun_at")
  public Instant begunAt = Instant.EPOCH;

  @Column(name = "due_at")
  public @Nullable Instant dueAt;

  public @Nullable UUID lease;

  static RescueRow of(Bereft bereft, Instant now) {
    RescueRow row = new RescueRow();
    row.job = bereft.job().job().value();
    row.project = bereft.job().project().value();
    row.pipeline = bereft.job().pipeline().value();
    row.name = bereft.job().name();
    row.runner = bereft.runner().toString();
    row.pool = bereft.pool().toString();
    row.attempt = bereft.attempt();
    row.mayRetry = bereft.mayRetry();
    row.abortAt = bereft.abortAt();
    row.begunAt = now;
    row.set(Rescue.of(bereft), now, now);
    return row;
  }

  Rescue toDomain() {
    Bereft bereft = bereft();
    return switch (state) {
      case "Watched" -> new Losing.Watched(bereft);
      case "Stopping" -> new Losing.Stopping(bereft);
      case "Canceling" -> new Losing.Canceling(bereft, forced, since);
      case "Canceled" -> new Losing.Canceled(bereft, since);
      case "Failed" -> new Retrial.Failed(bereft, since, ours, tried);
      case "Retrying" -> new Retrial.Retrying(bereft, since);
      case "Refused" -> new Retrial.Refused(bereft);
      case "Retried" -> new Retrial.Retried(bereft, new JobId(Objects.requireNonNull(retry)));
      case "Over" -> new Rescue.Over(bereft, Outcome.valueOf(Objects.requireNonNull(outcome)));
      default -> throw new IllegalStateException("No such state of a rescue: " + state);
    };
  }

  private Bereft bereft() {
    return new Bereft(
        new JobOnRunner(new JobId(job), new ProjectId(project), new PipelineId(pipeline), name),
        new RunnerId(runner),
        new PoolName(pool),
        attempt,
        mayRetry,
        abortAt);
  }

  /** Takes the new state; whatever round has it in hand loses it. */
  void set(Rescue rescue, Instant now, Instant due) {
    since = since(rescue, now);
    state = rescue.getClass().getSimpleName();
    switch (rescue) {
      case Losing.Canceling canceling -> {
        forced = canceling.force();
        ours = true;
      }
      case Retrial.Failed failed -> {
        ours = failed.canceledByUs();
        tried = failed.tried();
      }
      case Retrial.Retried retried -> retry = retried.retry().value();
      case Rescue.Over over -> {
        outcome = over.outcome().name();
        ours = ours && over.outcome() != Outcome.CANCELED;
      }
      case Losing.Watched _,
          Losing.Stopping _,
          Losing.Canceled _,
          Retrial.Retrying _,
          Retrial.Refused _ -> {}
    }
    dueAt = rescue.ended() ? null : due;
    lease = null;
  }

  private Instant since(Rescue rescue, Instant now) {
    return switch (rescue) {
      case Losing.Canceling canceling -> canceling.since();
      case Losing.Canceled canceled -> canceled.since();
      case Retrial.Failed failed -> failed.at();
      case Retrial.Retrying retrying -> retrying.at();
      case Losing.Watched _,
          Losing.Stopping _,
          Retrial.Refused _,
          Retrial.Retried _,
          Rescue.Over _ ->
          state.equals(rescue.getClass().getSimpleName()) ? since : now;
    };
  }
}
