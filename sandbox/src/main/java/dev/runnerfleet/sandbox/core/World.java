package dev.runnerfleet.sandbox.core;

import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.fault.Faults;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One AWS and one GitLab in the same time. Not thread-safe: whoever owns it serialises access. Time
 * only moves forward; an earlier instant than the last one is ignored.
 */
public final class World {
  private final Cloud cloud;
  private final Forge forge;
  private final Faults faults;
  private Instant now;

  public World(Cloud cloud, Forge forge, Instant start) {
    this.cloud = cloud;
    this.forge = forge;
    this.faults = new Faults(cloud.instances());
    this.now = start;
    cloud.disturb(faults);
    cloud.advance(start);
    forge.advance(start);
  }

  public Cloud cloud() {
    return cloud;
  }

  public Forge forge() {
    return forge;
  }

  public Faults faults() {
    return faults;
  }

  public Instant now() {
    return now;
  }

  /**
   * Moves everything that depends on time (boots, terminations, deadlines) forward to {@code to}.
   */
  public void advance(Instant to) {
    if (to.isBefore(now)) {
      return;
    }
    now = to;
    cloud.advance(to);
    faults.advance(to);
    forge.advance(to);
  }

  /** What the world wants done outside of itself since the last call, in the order it arose. */
  public List<Effect> takeEffects() {
    var effects = new ArrayList<Effect>(cloud.takeEffects());
    effects.addAll(faults.takeEffects());
    effects.addAll(forge.takeEffects());
    return effects;
  }
}
