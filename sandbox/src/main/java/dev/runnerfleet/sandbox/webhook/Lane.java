package dev.runnerfleet.sandbox.webhook;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends webhooks one after the other, each once the one before is answered or given up. */
final class Lane {
  private final Function<Delivery, Uni<Void>> send;
  private final Queue<Delivery> waiting = new ArrayDeque<>();
  private boolean sending;

  /**
   * An empty lane.
   *
   * @param send never fails
   */
  Lane(Function<Delivery, Uni<Void>> send) {
    this.send = send;
  }

  void add(Delivery delivery) {
    synchronized (this) {
      waiting.add(delivery);
      if (sending) {
        return;
      }
      sending = true;
    }
    sendNext();
  }

  private void sendNext() {
    Delivery delivery = next();
    if (delivery != null) {
      send.apply(delivery).subscribe().with(sent -> sendNext());
    }
  }

  private synchronized @Nullable Delivery next() {
    Delivery delivery = waiting.poll();
    sending = delivery != null;
    return delivery;
  }

  synchronized int size() {
    return waiting.size() + (sending ? 1 : 0);
  }
}
