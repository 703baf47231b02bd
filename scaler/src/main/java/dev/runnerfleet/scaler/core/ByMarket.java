package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.queue.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Slots, jobs or machines, counted by market.
 *
 * @param open of jobs: those that any market will do for; of slots and machines: those of which it
 *     is not known yet how they are bought
 */
record ByMarket(int spot, int onDemand, int open) {

  static final ByMarket NONE = new ByMarket(0, 0, 0);

  static ByMarket of(Queue queue) {
    return new ByMarket(
        queue.waiting(Market.SPOT), queue.waiting(Market.ON_DEMAND), queue.waiting(null));
  }

  /** Those of the queue's jobs that are new to it. */
  static ByMarket arrived(Queue queue) {
    return new ByMarket(
        queue.arrived(Market.SPOT), queue.arrived(Market.ON_DEMAND), queue.arrived(null));
  }

  int total() {
    return spot + onDemand + open;
  }

  int of(@Nullable Market market) {
    if (market == null) {
      return open;
    }
    return switch (market) {
      case SPOT -> spot;
      case ON_DEMAND -> onDemand;
    };
  }

  ByMarket plus(@Nullable Market market, int more) {
    if (market == null) {
      return new ByMarket(spot, onDemand, open + more);
    }
    return switch (market) {
      case SPOT -> new ByMarket(spot + more, onDemand, open);
      case ON_DEMAND -> new ByMarket(spot, onDemand + more, open);
    };
  }

  ByMarket plus(ByMarket other) {
    return new ByMarket(spot + other.spot, onDemand + other.onDemand, open + other.open);
  }

  ByMarket times(int factor) {
    return new ByMarket(spot * factor, onDemand * factor, open * factor);
  }

  /** Less the other, market by market, none below zero. */
  ByMarket without(ByMarket other) {
    return new ByMarket(
        Math.max(0, spot - other.spot),
        Math.max(0, onDemand - other.onDemand),
        Math.max(0, open - other.open));
  }

  /** So many of these at most. */
  ByMarket first(int most) {
    int ofSpot = Math.min(spot, most);
    int ofOnDemand = Math.min(onDemand, most - ofSpot);
    return new ByMarket(ofSpot, ofOnDemand, Math.min(open, most - ofSpot - ofOnDemand));
  }

  /** How many machines so many jobs need, those of each market for themselves. */
  ByMarket machines(int slots) {
    return new ByMarket(
        Math.ceilDiv(spot, slots), Math.ceilDiv(onDemand, slots), Math.ceilDiv(open, slots));
  }

  /**
   * How many of these jobs such slots serve. Jobs that any market will do for take what the others
   * leave, slots of a known market first: an order whose market is open is then the one to spare.
   */
  ByMarket serving(ByMarket jobs) {
    int forSpot = Math.min(spot, jobs.spot);
    int forOnDemand = Math.min(onDemand, jobs.onDemand);
    return new ByMarket(forSpot, forOnDemand, Math.min(total() - forSpot - forOnDemand, jobs.open));
  }

  /** Of such slots, those that such jobs leave; see {@link #serving}. */
  ByMarket leftBy(ByMarket jobs) {
    ByMarket served = serving(jobs);
    int taken = served.open;
    int spotLeft = spot - served.spot;
    int fromSpot = Math.min(taken, spotLeft);
    int onDemandLeft = onDemand - served.onDemand;
    int fromOnDemand = Math.min(taken - fromSpot, onDemandLeft);
    return new ByMarket(
        spotLeft - fromSpot, onDemandLeft - fromOnDemand, open - (taken - fromSpot - fromOnDemand));
  }
}
