package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A runner as kept. Whether it is idle or busy is not kept but follows from the jobs. */
@Entity
@Table(name = "runner")
public class RunnerRow {

  static final String LIVE = "state not in ('TERMINATED', 'NOT_LAUNCHED')";

  @Id public String id = "";

  public String pool = "";

  public int revision;

  public String decision = "";

  @Column(name = "requested_at")
  public Instant requestedAt = Instant.EPOCH;

  @Column(name = "launched_at")
  public @Nullable Instant launchedAt;

  @Column(name = "gitlab_runner")
  public @Nullable Long gitLabRunner;

  @Column(name = "registered_at")
  public @Nullable Instant registeredAt;

  @Column(name = "kept_at")
  public @Nullable Instant keptAt;

  @Column(name = "asked_market")
  public @Nullable String askedMarket;

  public @Nullable String market;

  @Column(name = "hourly_price")
  public @Nullable BigDecimal hourlyPrice;

  public @Nullable String image;

  @Column(name = "called_at")
  public @Nullable Instant calledAt;

  public String state = "";

  @Column(name = "state_reason")
  public @Nullable String stateReason;

  @Column(name = "state_at")
  public Instant stateAt = Instant.EPOCH;

  Runner toDomain() {
    return new Runner(
        new RunnerId(id),
        new PoolName(pool),
        revision,
        askedMarket == null ? null : Market.valueOf(askedMarket),
        requestedAt,
        launchedAt,
        gitLabRunner == null ? null : new GitLabRunnerId(gitLabRunner),
        registeredAt,
        keptAt,
        purchase(),
        stateToDomain());
  }

  private @Nullable Purchase purchase() {
    return market == null
        ? null
        : new Purchase(
            Market.valueOf(market),
            new Usd(Objects.requireNonNull(hourlyPrice)),
            image,
            Objects.requireNonNull(calledAt));
  }

  void take(Runner runner) {
    id = runner.id().value();
    pool = runner.pool().value();
    revision = runner.revision();
    requestedAt = runner.requestedAt();
    launchedAt = runner.launchedAt();
    gitLabRunner = runner.gitLabRunner() == null ? null : runner.gitLabRunner().value();
    registeredAt = runner.registeredAt();
    keptAt = runner.keptAt();
    askedMarket = runner.asked() == null ? null : runner.asked().name();
    Purchase purchase = runner.purchase();
    if (purchase != null) {
      market = purchase.market().name();
      hourlyPrice = purchase.hourlyPrice().amount();
      image = purchase.image();
      calledAt = purchase.calledAt();
    }
    switch (runner.state()) {
      case RunnerState.Requested requested ->
          take(requested.recalled() ? "RECALLED" : "REQUESTED", null, requestedAt);
      case RunnerState.Booting booting -> take("BOOTING", null, stateAt);
      case RunnerState.Idle idle -> take("REGISTERED", null, idle.since());
      case RunnerState.Busy busy -> take("REGISTERED", null, stateAt);
      case RunnerState.Draining draining -> take("DRAINING", draining.reason(), draining.since());
      case RunnerState.Terminating terminating ->
          take("TERMINATING", terminating.reason(), terminating.since());
      case RunnerState.Terminated terminated ->
          take("TERMINATED", terminated.cause(), terminated.at());
      case RunnerState.NotLaunched not -> take("NOT_LAUNCHED", not.reason(), not.at());
    }
  }

  private void take(String name, @Nullable Enum<?> reason, Instant at) {
    state = name;
    stateReason = reason == null ? null : reason.name();
    stateAt = at;
  }

  private RunnerState stateToDomain() {
    return switch (state) {
      case "REQUESTED" -> new RunnerState.Requested(false);
      case "RECALLED" -> new RunnerState.Requested(true);
      case "BOOTING" -> new RunnerState.Booting();
      case "REGISTERED" -> new RunnerState.Idle(stateAt);
      case "DRAINING" -> new RunnerState.Draining(retirement(), stateAt);
      case "TERMINATING" -> new RunnerState.Terminating(retirement(), stateAt);
      case "TERMINATED" -> new RunnerState.Terminated(retirement(), stateAt);
      case "NOT_LAUNCHED" ->
          new RunnerState.NotLaunched(
              LaunchFailed.Reason.valueOf(Objects.requireNonNull(stateReason)), stateAt);
      default -> throw new IllegalStateException("Unknown state " + state + " of runner " + id);
    };
  }

  private RetirementReason retirement() {
    return RetirementReason.valueOf(Objects.requireNonNull(stateReason));
  }
}
