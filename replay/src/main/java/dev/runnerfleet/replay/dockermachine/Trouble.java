package dev.runnerfleet.replay.dockermachine;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What befalls a runner manager that is not in its configuration. None of it happens unless it is
 * asked for, so that what is compared is the algorithm at its best.
 *
 * @param restarts when its process is started again, each so long after the first job was queued
 * @param describesPerLaunch AWS's token buckets hold for its calls, of which a launch takes so many
 *     DescribeInstances (34 before docker-machine's merge request 14, 13 since); empty: nothing
 *     refuses its calls
 */
public record Trouble(List<Duration> restarts, OptionalInt describesPerLaunch) {

  public static final Trouble NONE = new Trouble(List.of(), OptionalInt.empty());

  public Trouble {
    restarts = List.copyOf(restarts);
  }

  boolean throttles() {
    return describesPerLaunch.isPresent();
  }
}
