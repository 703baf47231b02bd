package dev.runnerfleet.replay.dockermachine;

import java.time.Duration;
import java.util.List;

/**
 * A runner manager's configuration, as far as it decides about machines.
 *
 * @param concurrent the most jobs over all entries
 * @param checkInterval between two looks at GitLab, divided by the number of entries
 */
public record ConfigToml(int concurrent, Duration checkInterval, List<RunnerEntry> entries) {

  public ConfigToml {
    entries = List.copyOf(entries);
  }
}
