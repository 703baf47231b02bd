package dev.runnerfleet.sandbox.sqs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceStateChanged;
import dev.runnerfleet.sandbox.core.aws.notice.InterruptionWarned;
import dev.runnerfleet.sandbox.core.aws.notice.RebalanceRecommended;
import dev.runnerfleet.sandbox.core.aws.notice.RetirementScheduled;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver.Channel;
import dev.runnerfleet.sandbox.world.WorldClock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells the queue of whatever happens to any instance of the account, as a rule on EventBridge
 * would: once each unless a fault was ordered, in no promised order.
 */
@ApplicationScoped
class Events {
  private static final Logger LOG = Logger.getLogger(Events.class);

  private final WorldClock world;
  private final Queue queue;
  private final EventBridge bridge;

  Events(WorldClock world, Queue queue, SandboxConfig config, ObjectMapper json) {
    this.world = world;
    this.queue = queue;
    this.bridge = new EventBridge(config.sandbox().account(), config.sandbox().region(), json);
  }

  void onRecommended(@Observes RebalanceRecommended event) {
    send(EventBridge.REBALANCE, bridge.rebalance(id(), event.instance().id(), event.at()));
  }

  void onWarned(@Observes InterruptionWarned event) {
    var instance = event.instance();
    String zone = instance.offering().zone().name();
    send(EventBridge.WARNING, bridge.warning(id(), instance.id(), zone, event.at()));
  }

  void onStateChanged(@Observes InstanceStateChanged event) {
    String state = event.state().wireName();
    send(EventBridge.STATE_CHANGE, bridge.stateChange(id(), event.instanceId(), state, event.at()));
  }

  void onRetirement(@Observes RetirementScheduled event) {
    var instance = event.instance();
    send(
        EventBridge.HEALTH,
        bridge.retirement(id(), instance.id(), instance.tags(), event.at(), event.startsAt()));
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private void send(String detailType, String body) {
    List<Duration> deliveries =
        world.ask(w -> w.faults().deliveries(Channel.MESSAGES, detailType, "", w.now()));
    for (Duration delay : deliveries) {
      Uni<Void> sent =
          delay.isPositive() ? later(delay).chain(() -> queue.send(body)) : queue.send(body);
      sent.subscribe().with(done -> {}, failure -> lost(detailType, failure));
    }
  }

  private static Uni<Void> later(Duration delay) {
    return Uni.createFrom().voidItem().onItem().delayIt().by(delay);
  }

  private void lost(String detailType, Throwable failure) {
    if (!queue.isStopped()) {
      LOG.warnf("Event not queued detailType=%s reason=%s", detailType, failure.getMessage());
    }
  }
}
