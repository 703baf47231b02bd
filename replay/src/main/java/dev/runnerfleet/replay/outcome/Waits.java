package dev.runnerfleet.replay.outcome;

import java.time.Duration;
import java.util.Arrays;

/** How long jobs waited, to the millisecond. */
public final class Waits {

  /** What starts within a second counts as started at once. */
  public static final Duration AT_ONCE = Duration.ofSeconds(1);

  private long[] millis = new long[1024];
  private int count;
  private boolean sorted = true;

  public void add(Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalStateException("A job started before it was queued");
    }
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, count * 2);
    }
    millis[count++] = wait.toMillis();
    sorted = false;
  }

  public int count() {
    return count;
  }

  public double meanSeconds() {
    return count == 0 ? 0 : Arrays.stream(millis, 0, count).sum() / 1000.0 / count;
  }

  /** By the nearest-rank method, in seconds; of no wait at all 0. */
  public double seconds(double share) {
    if (count == 0) {
      return 0;
    }
    sort();
    int rank = (int) Math.ceil(share * count);
    return millis[Math.max(1, rank) - 1] / 1000.0;
  }

  /** Which share of the jobs waited no longer than that. */
  public double within(Duration most) {
    sort();
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (millis[middle] <= most.toMillis()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return count == 0 ? 1 : (double) low / count;
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(millis, 0, count);
      sorted = true;
    }
  }
}
