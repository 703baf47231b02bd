package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Received;
import dev.runnerfleet.provisioner.pool.PoolStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes pools from the scaler and has each made ready, so that its first launch pays nothing. */
@ApplicationScoped
class PoolsHandler {

  private final Inbox inbox;
  private final Outbox outbox;
  private final PoolStore pools;
  private final Preparation preparation;
  private final Background background;
  private final Clock clock;

  PoolsHandler(
      Inbox inbox,
      Outbox outbox,
      PoolStore pools,
      Preparation preparation,
      Background background,
      Clock clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.pools = pools;
    this.preparation = preparation;
    this.background = background;
    this.clock = clock;
  }

  @Incoming("pools")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliverCompacted(Topic.POOLS, records, this::apply);
  }

  private Uni<Void> apply(List<Received<PoolSpec>> received) {
    return outbox
        .commit(out -> save(received))
        .invoke(() -> background.run("prepare pools", preparation::prepareAll));
  }

  private Uni<Void> save(List<Received<PoolSpec>> received) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Received<PoolSpec> each : received) {
      all = all.chain(() -> save(each));
    }
    return all;
  }

  private Uni<Void> save(Received<PoolSpec> each) {
    PoolSpec spec = each.value();
    return spec == null ? pools.remove(each.key()) : pools.put(spec, clock.instant());
  }
}
