package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.outcome.Rented;
import dev.runnerfleet.replay.world.Host;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A machine as the world has it: its instance, its bill, and once it has booted its runner. */
final class Unit {

  private final RunnerId runner;
  private final PoolSpec pool;
  private final InstanceId instance;
  private final Offering.Market market;
  private final Rented rented;
  private final Instant launchedAt;
  private final GitLabRunnerId gitLabRunner;
  private @Nullable Host host;
  private boolean ended;

  Unit(
      RunnerId runner,
      PoolSpec pool,
      InstanceId instance,
      Offering.Market market,
      Rented rented,
      Instant launchedAt) {
    this.runner = runner;
    this.pool = pool;
    this.instance = instance;
    this.market = market;
    this.rented = rented;
    this.launchedAt = launchedAt;
    this.gitLabRunner = new GitLabRunnerId(rented.number() + 1);
  }

  RunnerId runner() {
    return runner;
  }

  PoolSpec pool() {
    return pool;
  }

  InstanceId instance() {
    return instance;
  }

  Offering.Market market() {
    return market;
  }

  Rented rented() {
    return rented;
  }

  Instant launchedAt() {
    return launchedAt;
  }

  GitLabRunnerId gitLabRunner() {
    return gitLabRunner;
  }

  /** What asks GitLab for jobs; none before the machine has booted. */
  @Nullable Host host() {
    return host;
  }

  void enrolled(Host asking) {
    host = asking;
  }

  boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }
}
