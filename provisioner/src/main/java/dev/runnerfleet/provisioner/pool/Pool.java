package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.provisioner.core.pool.BootBreaker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool as of one revision.
 *
 * @param gone whether it was deleted
 * @param template what machines are launched from; none before it was made
 * @param instanceTypes what to ask for: the types it names, or those picked by what it needs
 * @param image the AMI that its image stood for when last looked; none where that is not known
 * @param problem why nothing can be launched, in AWS's code; none when all is well
 * @param boots whether its machines come to enrol
 */
public record Pool(
    PoolSpec spec,
    boolean gone,
    @Nullable Template template,
    List<String> instanceTypes,
    @Nullable String image,
    @Nullable String problem,
    BootBreaker boots) {

  public Pool {
    instanceTypes = List.copyOf(instanceTypes);
  }

  /** A launch template's name and version. */
  public record Template(String name, String version) {}

  /**
   * Whether the runner may be launched, as far as the boots before it go.
   *
   * @param others how many of the pool's runners have been let through at this time already
   */
  public boolean lets(RunnerId runner, int others, Instant now) {
    return boots.isProbe(runner) || others < boots.admits(now);
  }
}
