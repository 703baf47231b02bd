package dev.runnerfleet.scaler.core.fleet;

import java.time.Instant;

/**
 * What a runner's GitLab runner has done and does.
 *
 * @param running jobs that run on it now
 * @param taken jobs that it ever took
 * @param lastEnded when the last of them ended; long ago where none did
 */
public record Work(int running, int taken, Instant lastEnded) {

  public static final Work NONE = new Work(0, 0, Instant.EPOCH);
}
