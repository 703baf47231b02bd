package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.RunnerRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A machine's row. */
@Entity
@Table(name = "runner")
public class RunnerRow {

  @Id public String runner = "";
  public String pool = "";
  public @Nullable String instance;
  public @Nullable String region;

  @Column(name = "gitlab_runner")
  public @Nullable Long gitlabRunner;

  @Column(name = "instance_type")
  public @Nullable String instanceType;

  public @Nullable String zone;
  public @Nullable String market;

  @Column(name = "launched_at")
  public @Nullable Instant launchedAt;

  @Column(name = "registered_at")
  public @Nullable Instant registeredAt;

  @Column(name = "closed_at")
  public @Nullable Instant closedAt;

  RunnerRecord toDomain() {
    Machine machine =
        new Machine(
            instance == null ? null : new InstanceId(instance),
            region,
            gitlabRunner == null ? null : new GitLabRunnerId(gitlabRunner),
            launchedAt);
    return new RunnerRecord(
        new RunnerId(runner), new PoolName(pool), machine, offering(), registeredAt, closedAt);
  }

  private @Nullable Offering offering() {
    return instanceType == null || zone == null || market == null
        ? null
        : new Offering(instanceType, zone, Offering.Market.valueOf(market));
  }

  void set(RunnerRecord known) {
    Machine machine = known.machine();
    runner = known.runner().toString();
    pool = known.pool().toString();
    instance = machine.instance() == null ? null : machine.instance().toString();
    region = machine.region();
    gitlabRunner = machine.gitLabRunner() == null ? null : machine.gitLabRunner().value();
    launchedAt = machine.launchedAt();
    Offering offering = known.offering();
    instanceType = offering == null ? null : offering.instanceType();
    zone = offering == null ? null : offering.zone();
    market = offering == null ? null : offering.market().name();
    registeredAt = known.registeredAt();
    closedAt = known.closedAt();
  }
}
