package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Received;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Remembers where pools are. A deleted pool is remembered too, as its machines may outlive it. */
@ApplicationScoped
class PoolHandler {

  private final Inbox inbox;
  private final PoolStore pools;
  private final Clock clock;

  PoolHandler(Inbox inbox, PoolStore pools, Clock clock) {
    this.inbox = inbox;
    this.pools = pools;
    this.clock = clock;
  }

  @Incoming("pools")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliverCompacted(Topic.POOLS, records, this::apply);
  }

  private Uni<Void> apply(List<Received<PoolSpec>> received) {
    Map<String, PoolSpec> latest = new LinkedHashMap<>();
    Set<String> deleted = new HashSet<>();
    for (Received<PoolSpec> each : received) {
      PoolSpec pool = each.value();
      if (pool != null) {
        latest.put(each.key(), pool);
        deleted.remove(each.key());
      } else {
        latest.remove(each.key());
        deleted.add(each.key());
      }
    }
    return Panache.withTransaction(
        () ->
            pools
                .save(List.copyOf(latest.values()))
                .chain(() -> pools.deleted(deleted, clock.instant())));
  }
}
