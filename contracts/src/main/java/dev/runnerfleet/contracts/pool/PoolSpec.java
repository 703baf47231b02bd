package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.WhenAbsent;
import java.util.List;

/**
 * A pool as its operator wants it: which jobs it serves, on what machines, within what limits.
 *
 * @param revision counts up with every change; machines carry the revision they were launched by
 * @param region the AWS region of its machines
 * @param gitlab where its runners are registered
 * @param schedules what holds at certain times instead; the last that matches wins
 * @param priority decides among pools of the same price; the higher goes first
 */
public record PoolSpec(
    PoolName name,
    int revision,
    String region,
    RegistrationScope gitlab,
    Match match,
    Machine machine,
    Market market,
    Capacity capacity,
    List<Schedule> schedules,
    Budget budget,
    boolean retryInterruptedJobs,
    LookAhead lookAhead,
    @WhenAbsent("0") int priority) {

  public PoolSpec {
    schedules = List.copyOf(schedules);
    if (revision < 1) {
      throw new InvalidValueException("revision", revision, "a number from 1");
    }
    if (region.isBlank()) {
      throw new InvalidValueException("region", region, "an AWS region, such as us-east-1");
    }
  }

  /** Of no particular priority. */
  public PoolSpec(
      PoolName name,
      int revision,
      String region,
      RegistrationScope gitlab,
      Match match,
      Machine machine,
      Market market,
      Capacity capacity,
      List<Schedule> schedules,
      Budget budget,
      boolean retryInterruptedJobs,
      LookAhead lookAhead) {
    this(
        name,
        revision,
        region,
        gitlab,
        match,
        machine,
        market,
        capacity,
        schedules,
        budget,
        retryInterruptedJobs,
        lookAhead,
        0);
  }

  public PoolSpec withRevision(int next) {
    return new PoolSpec(
        name,
        next,
        region,
        gitlab,
        match,
        machine,
        market,
        capacity,
        schedules,
        budget,
        retryInterruptedJobs,
        lookAhead,
        priority);
  }

  public PoolSpec withPriority(int next) {
    return new PoolSpec(
        name,
        revision,
        region,
        gitlab,
        match,
        machine,
        market,
        capacity,
        schedules,
        budget,
        retryInterruptedJobs,
        lookAhead,
        next);
  }

  /** Within what AWS counts this pool's launches: the fleet has one account, so its region. */
  public ThrottleDomain throttleDomain() {
    return new ThrottleDomain("self/" + region);
  }
}
