package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Takes orders to retire machines, whoever gives them. An order given twice is one order. */
@ApplicationScoped
class Orders {

  private static final Logger LOG = Logger.getLogger(Orders.class);

  private final RunnerStore runners;
  private final DrainStore drains;
  private final DrainLoop loop;
  private final Clock clock;

  Orders(RunnerStore runners, DrainStore drains, DrainLoop loop, Clock clock) {
    this.runners = runners;
    this.drains = drains;
    this.loop = loop;
    this.clock = clock;
  }

  /** Saves the orders in one transaction and has them carried out. */
  Uni<Void> take(List<Retirement> orders) {
    return Panache.withTransaction(() -> saved(orders)).invoke(loop::atOnce);
  }

  private Uni<Void> saved(List<Retirement> orders) {
    List<RunnerId> ids = orders.stream().map(Retirement::runner).toList();
    return runners
        .lock(ids)
        .chain(records -> drains.lock(ids).chain(known -> saved(orders, records, known)));
  }

  private Uni<Void> saved(
      List<Retirement> orders, Map<RunnerId, RunnerRecord> records, Map<RunnerId, Drain> known) {
    Map<RunnerId, Drain> changed = new HashMap<>();
    for (Retirement order : orders) {
      RunnerRecord record = records.get(order.runner());
      if (record != null && !record.open()) {
        continue; // it is gone already
      }
      Drain before = changed.getOrDefault(order.runner(), known.get(order.runner()));
      Drain after = before == null ? Drain.of(order) : before.ordered(order);
      if (!after.equals(before)) {
        changed.put(order.runner(), after);
        LOG.infof(
            "Retirement ordered runner=%s pool=%s reason=%s decision=%s",
            order.runner(), order.pool(), order.reason(), order.decision());
      }
    }
    Instant now = clock.instant();
    return InTurn.each(changed.values(), drain -> drains.save(drain, now, now));
  }
}
