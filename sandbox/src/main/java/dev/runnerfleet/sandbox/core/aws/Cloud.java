package dev.runnerfleet.sandbox.core.aws;

import dev.runnerfleet.sandbox.core.Effect;
import java.time.Instant;
import java.util.List;

/** The simulated AWS: one account in one region. */
public final class Cloud {

  /** Moves boots, terminations and bills forward. */
  public void advance(Instant now) {}

  /** What happened since the last call that the outside has to act on. */
  public List<Effect> takeEffects() {
    return List.of();
  }
}
