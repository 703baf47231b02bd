package dev.runnerfleet.replay.dockermachine;

/**
 * How many requests for a job may be under way: request_concurrency, below which GitLab Runner
 * finds its own limit (FF_USE_ADAPTIVE_REQUEST_CONCURRENCY, on by default; builds_helper.go): a
 * tenth more with each job, a twentieth less with each empty answer, never below one.
 */
final class Requests {

  private static final double MORE = 1.1;
  private static final double LESS = 0.95;

  private final int most;
  private double limit = 1;
  private int underWay;

  Requests(int most) {
    this.most = Math.max(1, most);
  }

  boolean begin() {
    if (underWay >= (int) limit) {
      return false;
    }
    underWay++;
    return true;
  }

  void answered(boolean withJob) {
    underWay--;
    limit = Math.clamp(limit * (withJob ? MORE : LESS), 1, most);
  }
}
