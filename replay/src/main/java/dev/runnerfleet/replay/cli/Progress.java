package dev.runnerfleet.replay.cli;

import dev.runnerfleet.replay.world.Watch;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells every few seconds how far a replay is, and lets it be stopped. */
final class Progress {

  private static final Duration BETWEEN = Duration.ofSeconds(2);

  private final PrintStream err;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private long last = System.nanoTime();

  Progress(PrintStream err) {
    this.err = err;
  }

  void stop() {
    stopped.set(true);
  }

  boolean isStopped() {
    return stopped.get();
  }

  void say(String what) {
    err.println(what);
  }

  Watch of(String title, int jobs) {
    return (now, ended) -> {
      tell(title, jobs, now, ended);
      return !stopped.get();
    };
  }

  private void tell(String title, int jobs, Instant now, int ended) {
    if (System.nanoTime() - last >= BETWEEN.toNanos()) {
      last = System.nanoTime();
      err.printf(
          Locale.ROOT,
          "%s: %,d of %,d jobs, as of %s%n",
          title,
          ended,
          jobs,
          now.truncatedTo(ChronoUnit.MINUTES));
    }
  }
}
