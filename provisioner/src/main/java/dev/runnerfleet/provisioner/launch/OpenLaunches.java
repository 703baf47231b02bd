package dev.runnerfleet.provisioner.launch;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells whether a machine that nobody knows may yet turn out to be one of ours. */
@ApplicationScoped
public class OpenLaunches {

  private final LaunchStore launches;

  OpenLaunches(LaunchStore launches) {
    this.launches = launches;
  }

  /** Whether a call in the region has no outcome yet. Runs in its caller's session. */
  public Uni<Boolean> in(String region) {
    return launches.anyOpen(region);
  }
}
