package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.queue.FairShares;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.core.queue.Queue.Share;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which machines are ordered for waiting jobs. Where there is room for all that is needed, that;
 * where there is not, projects choose in turn, a job each.
 */
final class Turns {

  // A job that needs a certain market goes before one of its project that any will do for.
  private static final List<@Nullable Market> MARKETS =
      Arrays.asList(Market.SPOT, Market.ON_DEMAND, null);

  private final ByMarket needed;
  private final int slots;
  private final int room;
  private ByMarket launched = ByMarket.NONE;
  private ByMarket spare = ByMarket.NONE;

  private Turns(ByMarket needed, int slots, int room) {
    this.needed = needed;
    this.slots = slots;
    this.room = room;
  }

  /** How many machines all waiting jobs need beside the free slots. */
  static ByMarket needed(ByMarket jobs, ByMarket free, int slots) {
    ByMarket served = free.serving(jobs);
    int spot = Math.ceilDiv(jobs.spot() - served.spot(), slots);
    int onDemand = Math.ceilDiv(jobs.onDemand() - served.onDemand(), slots);
    int left =
        (spot + onDemand) * slots
            - (jobs.spot() - served.spot())
            - (jobs.onDemand() - served.onDemand());
    int open = Math.ceilDiv(Math.max(0, jobs.open() - served.open() - left), slots);
    return new ByMarket(spot, onDemand, open);
  }

  /** Those of the needed machines that there is room for. */
  static ByMarket within(int room, ByMarket needed, Queue queue, ByMarket free, int slots) {
    if (needed.total() <= room) {
      return needed;
    }
    if (room == 0) {
      return ByMarket.NONE;
    }
    Turns turns = new Turns(needed, slots, room);
    turns.take(unmet(queue, free));
    return turns.launched;
  }

  private void take(Collection<int[]> projects) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int[] unmet : projects) {
        moved |= takeOne(unmet);
      }
    }
  }

  private boolean takeOne(int[] unmet) {
    for (int i = 0; i < unmet.length; i++) {
      Market market = MARKETS.get(i);
      if (unmet[i] > 0 && (takeSpare(market) || launch(market))) {
        unmet[i]--;
        return true;
      }
    }
    return false;
  }

  private boolean takeSpare(@Nullable Market wanted) {
    for (Market market : MARKETS) {
      if ((wanted == null || market == wanted) && spare.of(market) > 0) {
        spare = spare.plus(market, -1);
        return true;
      }
    }
    return false;
  }

  private boolean launch(@Nullable Market market) {
    if (launched.total() == room || launched.of(market) == needed.of(market)) {
      return false;
    }
    launched = launched.plus(market, 1);
    spare = spare.plus(market, slots - 1);
    return true;
  }

  /** By project and market, what the free slots leave; they too are taken in turn. */
  private static Collection<int[]> unmet(Queue queue, ByMarket free) {
    ByMarket served = free.serving(ByMarket.of(queue));
    Map<ProjectId, int[]> unmet = new TreeMap<>(Comparator.comparing(ProjectId::value));
    for (int i = 0; i < MARKETS.size(); i++) {
      Market market = MARKETS.get(i);
      Map<ProjectId, Integer> jobs = new TreeMap<>(Comparator.comparing(ProjectId::value));
      for (Share share : queue.shares()) {
        if (share.market() == market) {
          jobs.put(share.project(), share.jobs());
        }
      }
      Map<ProjectId, Integer> counted = FairShares.of(jobs, served.of(market));
      int index = i;
      jobs.forEach(
          (project, count) ->
              unmet.computeIfAbsent(project, p -> new int[MARKETS.size()])[index] =
                  count - counted.getOrDefault(project, 0));
    }
    return unmet.values();
  }
}
