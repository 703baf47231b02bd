package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.pool.PoolSpec;
import org.jspecify.annotations.Nullable;

/**
 * A pool as of one revision.
 *
 * @param gone whether it was deleted
 * @param template what machines are launched from; none before it was made
 * @param problem why nothing can be launched, in AWS's code; none when all is well
 */
public record Pool(
    PoolSpec spec, boolean gone, @Nullable Template template, @Nullable String problem) {

  /** A launch template's name and version. */
  public record Template(String name, String version) {}
}
