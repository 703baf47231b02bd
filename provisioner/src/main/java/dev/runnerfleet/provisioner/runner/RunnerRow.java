package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.provisioner.core.FleetReply;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A runner, from the order to its end. */
@Entity
@Table(name = "runner")
public class RunnerRow {

  @Id public String id = "";

  public String pool = "";

  /** The revision ordered; from the call on the one that it was launched by. */
  @Column(name = "pool_revision")
  public int poolRevision;

  public String domain = "";

  public @Nullable String region;

  @Enumerated(EnumType.STRING)
  public LaunchRunner.Purpose purpose = LaunchRunner.Purpose.WAITING_JOB;

  @Column(name = "decided_at")
  public Instant decidedAt = Instant.EPOCH;

  @Enumerated(EnumType.STRING)
  public RunnerState state = RunnerState.PENDING;

  /** Not to be called for before. */
  @Column(name = "due_at")
  public Instant dueAt = Instant.EPOCH;

  /** How many calls it was part of that gave it no machine. */
  public int tries;

  /** The last wait between two calls. */
  @Column(name = "waited_seconds")
  double waitedSeconds;

  /** The only market that will do; none where the pool's rule decides. */
  @Enumerated(EnumType.STRING)
  @Column(name = "wanted_market")
  public Offering.@Nullable Market wantedMarket;

  /** The decision that took the order back after it was called; none where none did. */
  @Column(name = "recalled_by")
  public @Nullable String recalledBy;

  public @Nullable String launch;

  @Column(name = "called_at")
  public @Nullable Instant calledAt;

  @Column(name = "launched_at")
  public @Nullable Instant launchedAt;

  public @Nullable String instance;

  @Column(name = "instance_type")
  public @Nullable String instanceType;

  public @Nullable String zone;

  @Enumerated(EnumType.STRING)
  public Offering.@Nullable Market market;

  @Column(name = "hourly_price")
  public @Nullable BigDecimal hourlyPrice;

  /** Since when a GitLab runner is being made for it; what tells of a crash on the way. */
  @Column(name = "enrolling_at")
  public @Nullable Instant enrollingAt;

  @Column(name = "gitlab_runner")
  public @Nullable Long gitlabRunner;

  @Column(name = "registered_at")
  public @Nullable Instant registeredAt;

  @Column(name = "closed_at")
  public @Nullable Instant closedAt;

  /** The AMI that it runs, as far as known. */
  public @Nullable String image;

  public @Nullable String failure;

  public @Nullable String detail;

  /** The row of a new order. */
  public static RunnerRow ordered(LaunchRunner order) {
    RunnerRow row = new RunnerRow();
    row.id = order.runner().value();
    row.pool = order.pool().value();
    row.poolRevision = order.poolRevision();
    row.domain = order.domain().value();
    row.purpose = order.purpose();
    row.wantedMarket = order.market();
    row.decidedAt = order.at();
    row.dueAt = order.at();
    return row;
  }

  public RunnerId runnerId() {
    return new RunnerId(id);
  }

  public PoolName poolName() {
    return new PoolName(pool);
  }

  public void called(
      String launchId, int revision, String inRegion, Offering.Market at, Instant now) {
    state = RunnerState.CALLED;
    launch = launchId;
    market = at;
    poolRevision = revision;
    region = inRegion;
    calledAt = now;
  }

  /** Gives the runner its machine, once and for ever. */
  public RunnerLaunched launched(
      FleetReply.Machine machine, Usd price, @Nullable String ami, Instant now) {
    Instant called = calledAt;
    String where = region;
    if (state != RunnerState.CALLED || called == null || where == null) {
      throw new IllegalStateException("Runner %s is %s and gets no machine".formatted(id, state));
    }
    Offering offering = machine.offering();
    state = RunnerState.LAUNCHED;
    instance = machine.instance().value();
    instanceType = offering.instanceType();
    zone = offering.zone();
    market = offering.market();
    hourlyPrice = price.amount();
    image = ami;
    launchedAt = now;
    return new RunnerLaunched(
        runnerId(),
        poolName(),
        new InstanceId(machine.instance().value()),
        where,
        offering,
        price,
        poolRevision,
        ami,
        called,
        now);
  }

  /** Puts the runner back among those that wait for a call. */
  public void tryAgain(Duration wait, Instant now) {
    state = RunnerState.PENDING;
    launch = null;
    calledAt = null;
    market = null;
    tries++;
    dueAt = now.plus(wait);
    waitedSeconds = wait.toMillis() / 1e3;
  }

  public Duration waited() {
    return Duration.ofMillis(Math.round(waitedSeconds * 1e3));
  }

  /** The decision that took the order back after it was called. */
  public Optional<DecisionId> recall() {
    return Optional.ofNullable(recalledBy).map(DecisionId::new);
  }

  /** Its machine is gone. */
  void terminated(Instant now) {
    if (closedAt == null) {
      state = RunnerState.TERMINATED;
      closedAt = now;
    }
  }

  public LaunchFailed fail(LaunchFailed.Reason reason, String why, Instant now) {
    state = RunnerState.FAILED;
    failure = reason.name();
    detail = why;
    closedAt = now;
    return new LaunchFailed(runnerId(), poolName(), poolRevision, reason, why, now);
  }
}
