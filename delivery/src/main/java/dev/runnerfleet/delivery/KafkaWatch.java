package dev.runnerfleet.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Knows whether Kafka acknowledges what it is sent, from what became of the last messages. */
@ApplicationScoped
class KafkaWatch {

  /** How long somebody who must not answer before Kafka does is kept waiting. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(KafkaWatch.class);

  /** How often one piece of work is let through while Kafka is away. */
  private static final Duration BETWEEN_TRIALS = Duration.ofSeconds(1);

  private final Clock clock;

  /** When the next trial may be made; none while Kafka is there. */
  private final AtomicReference<@Nullable Instant> nextTrial = new AtomicReference<>();

  KafkaWatch(Clock clock) {
    this.clock = clock;
  }

  void acknowledged() {
    if (nextTrial.get() != null && nextTrial.getAndSet(null) != null) {
      LOG.info("Kafka acknowledges again");
    }
  }

  void silent() {
    if (nextTrial.getAndSet(clock.instant().plus(BETWEEN_TRIALS)) == null) {
      LOG.warn("Kafka does not acknowledge what it is sent");
    }
  }

  /** Whether to count on Kafka's silence; not so for the one that is to try. */
  boolean isAway() {
    Instant trial = nextTrial.get();
    if (trial == null) {
      return false;
    }
    Instant now = clock.instant();
    return now.isBefore(trial) || !nextTrial.compareAndSet(trial, now.plus(BETWEEN_TRIALS));
  }
}
