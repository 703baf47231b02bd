package dev.runnerfleet.sandbox.core.gitlab;

import dev.runnerfleet.sandbox.core.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The simulated GitLab. */
public final class Forge {

  /** Moves everything that depends on time forward. */
  public void advance(Instant now) {}

  /** What happened since the last call that the outside has to act on (webhooks). */
  public List<Effect> takeEffects() {
    return List.of();
  }

  /** Jobs by GitLab status. */
  public Map<String, Long> jobCounts() {
    return Map.of();
  }

  /** Runners by status. */
  public Map<String, Long> runnerCounts() {
    return Map.of();
  }

  /** Whether a job runs on the runner manager with this {@code system_id}. */
  public boolean isBusy(String systemId) {
    return false;
  }
}
