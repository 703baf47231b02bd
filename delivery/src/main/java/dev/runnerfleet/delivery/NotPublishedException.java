package dev.runnerfleet.delivery;

import org.jspecify.annotations.Nullable;

/**
 * The state was committed, but Kafka did not acknowledge the messages that tell of it. They will be
 * published once Kafka answers again.
 */
public final class NotPublishedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotPublishedException(@Nullable Throwable cause) {
    super("Committed, but not yet published", cause);
  }
}
