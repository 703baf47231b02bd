package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.GitLab;
import java.time.Duration;

/**
 * What all entries of one manager's process share.
 *
 * @param oneWay of a request to GitLab or AWS
 */
record Surroundings(
    Timeline timeline,
    GitLab gitLab,
    Ledger ledger,
    Workers workers,
    StuckRemovals stuck,
    Duration oneWay) {

  void later(Duration wait, Runnable what) {
    timeline.after(wait, what);
  }
}
