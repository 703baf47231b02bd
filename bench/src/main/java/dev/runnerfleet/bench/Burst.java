package dev.runnerfleet.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Webhooks at an even rate: jobs that are queued, start three seconds later and end three seconds
 * after that, and every twentieth webhook a second time under the same key.
 */
final class Burst {

  private static final int STATES = 3;
  private static final int BETWEEN_STATES = 3;
  private static final int DOUBLED = 20;

  private final JobWebhooks webhooks;
  private final int perSecond;
  private int sent;
  private int refused;
  private Samples answers = new Samples();

  Burst(JobWebhooks webhooks, int perSecond) {
    this.webhooks = webhooks;
    this.perSecond = perSecond;
  }

  /** Sends for so many seconds and waits for all answers. */
  void send(WebhookSender sender, int seconds) {
    Deque<long[]> queued = new ArrayDeque<>();
    Deque<long[]> running = new ArrayDeque<>();
    long began = System.nanoTime();
    for (int i = 0; i < seconds * perSecond; i++) {
      long due = began + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      JobWebhooks.One one = next(queued, running, i / perSecond);
      sender.send(one, due);
      sent++;
      if (i % DOUBLED == DOUBLED - 1) {
        sender.send(one, due);
        i++;
      }
    }
    answers = sender.await();
    refused = sender.refused();
  }

  private JobWebhooks.One next(Deque<long[]> queued, Deque<long[]> running, int second) {
    if (sent % STATES == 1 && isOld(queued, second)) {
      long job = queued.removeFirst()[0];
      running.add(new long[] {job, second});
      return webhooks.running(job);
    }
    if (sent % STATES == 2 && isOld(running, second)) {
      return webhooks.success(running.removeFirst()[0]);
    }
    long job = webhooks.nextJob();
    queued.add(new long[] {job, second});
    return webhooks.pending(job);
  }

  private static boolean isOld(Deque<long[]> jobs, int second) {
    return !jobs.isEmpty() && jobs.peekFirst()[1] + BETWEEN_STATES <= second;
  }

  /** How long the answers took. */
  Samples answers() {
    return answers;
  }

  int refused() {
    return refused;
  }

  /** One for each webhook that was not sent before. */
  int expected() {
    return sent;
  }
}
