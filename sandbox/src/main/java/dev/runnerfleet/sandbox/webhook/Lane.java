package dev.runnerfleet.sandbox.webhook;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends hooks one after the other, each once the one before is answered or given up. */
final class Lane {
  private final Function<Hook, Uni<Void>> send;
  private final Queue<Hook> waiting = new ArrayDeque<>();
  private boolean sending;

  /**
   * An empty lane.
   *
   * @param send never fails
   */
  Lane(Function<Hook, Uni<Void>> send) {
    this.send = send;
  }

  void add(Hook hook) {
    synchronized (this) {
      waiting.add(hook);
      if (sending) {
        return;
      }
      sending = true;
    }
    sendNext();
  }

  private void sendNext() {
    Hook hook = next();
    if (hook != null) {
      send.apply(hook).subscribe().with(sent -> sendNext());
    }
  }

  private synchronized @Nullable Hook next() {
    Hook hook = waiting.poll();
    sending = hook != null;
    return hook;
  }

  synchronized int size() {
    return waiting.size() + (sending ? 1 : 0);
  }
}
