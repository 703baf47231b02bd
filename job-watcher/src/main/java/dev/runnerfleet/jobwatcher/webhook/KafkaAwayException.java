package dev.runnerfleet.jobwatcher.webhook;

/** Kafka is known to be away: nothing was committed, and polling will tell of the job. */
final class KafkaAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KafkaAwayException() {
    super("Kafka is away", null, false, false);
  }
}
