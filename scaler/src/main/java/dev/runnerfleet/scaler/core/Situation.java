package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.queue.Queue;
import java.time.Instant;

/** What a decision is made from. Slots are counted in jobs. */
record Situation(Queue queue, Fleet fleet, Pool pool, Capacity capacity, Instant now) {

  /** No machine is wanted at all, whatever is queued. */
  boolean closed() {
    return pool.paused() || pool.closed() || capacity.maxRunners() == 0;
  }

  int slots() {
    return capacity.slotsPerRunner();
  }

  int queued() {
    return queue.waiting();
  }

  int buffer() {
    return capacity.idle();
  }

  /** Machines ordered or booting: what max growth limits. */
  int onTheirWay() {
    return fleet.requested().size() + fleet.booting().size();
  }

  /** Slots that a job could start on at once. */
  int readyFree() {
    return (fleet.idle().size() + fleet.busy()) * slots() - fleet.runningJobs();
  }

  /** Slots that no job uses, now or once booted. */
  int free() {
    return readyFree() + onTheirWay() * slots();
  }

  /** Runners that are neither on their way out nor recalled. */
  int standing() {
    return onTheirWay() + fleet.idle().size() + fleet.busy();
  }

  /** By how many the standing runners pass max runners: only where that was lowered. */
  int overLimit() {
    return Math.max(0, standing() - capacity.maxRunners());
  }

  Decision.Inputs inputs() {
    return new Decision.Inputs(
        queued(),
        fleet.runningJobs(),
        fleet.requested().size(),
        fleet.recalled(),
        fleet.booting().size(),
        fleet.idle().size(),
        fleet.busy(),
        fleet.size() - standing() - fleet.recalled(),
        slots(),
        capacity.maxRunners(),
        buffer(),
        capacity.idleTime());
  }
}
