package dev.runnerfleet.provisioner;

import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.Limits;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The provisioner's settings. */
@ConfigMapping(prefix = "runnerfleet")
public interface ProvisionerConfig {

  /** Tells one fleet's machines, templates and runners from another's in the same account. */
  @WithDefault("runnerfleet")
  String fleetName();

  /** Where machines enrol, as seen from them. */
  @WithDefault("http://localhost:8083/enrolments")
  URI enrolmentUrl();

  /** Where machines report how they are and what AWS tells them, as seen from them: the reaper. */
  @WithDefault("http://localhost:8084/reports")
  URI reportUrl();

  /** How long after its launch a machine may enrol. */
  @WithDefault("10m")
  Duration registrationTime();

  /**
   * A folder of {@code <region>.pem} files, AWS's RSA-2048 certificates for instance identity
   * documents. Without it a machine's proof is its address.
   */
  Optional<Path> identityCertificates();

  /** The AWS account's number; asked of EC2 where it is not given. */
  Optional<String> awsAccount();

  /**
   * A file of on-demand prices that go before those shipped: lines of {@code type=USD an hour}, or
   * {@code region/type=…} for one region.
   */
  Optional<Path> onDemandPrices();

  /** Where jobs come from. */
  GitLab gitlab();

  /** Where machines come from. */
  Ec2 ec2();

  /** GitLab's address and our token for it. */
  interface GitLab {

    /** Base address without /api/v4; given to machines too. */
    @WithDefault("http://localhost:8090/gitlab")
    URI url();

    /** A token with the scopes create_runner and manage_runner; without one nothing enrols. */
    Optional<String> token();
  }

  /** When spot is avoided. */
  SpotBreakerKeys spotBreaker();

  /** How EC2 is called. */
  interface Ec2 {

    /** Another address than AWS's own. */
    Optional<URI> endpoint();

    /** How many CreateFleet calls AWS lets the account make at once in a region. */
    @WithDefault("5")
    double createFleetBurst();

    /** How many CreateFleet calls come back each second. */
    @WithDefault("2")
    double createFleetPerSecond();

    /**
     * Other limits where AWS gives the account others than it publishes, by action in lower case
     * with hyphens, such as {@code create-tags}; {@code launched-instances} counts machines.
     */
    Map<String, ApiLimit> limits();

    /** All limits, as set. */
    default Limits allLimits() {
      Map<String, Limit> others = new HashMap<>();
      limits().forEach((action, limit) -> others.put(action, limit.toDomain()));
      others.put(Limits.CREATE_FLEET, new Limit(createFleetBurst(), createFleetPerSecond()));
      return new Limits(others);
    }
  }

  /** A token bucket of AWS's. */
  interface ApiLimit {

    /** Calls that may be made at once. */
    double burst();

    /** Calls that come back each second. */
    double perSecond();

    default Limit toDomain() {
      return new Limit(burst(), perSecond());
    }
  }

  /** When a pool's spot machines are not to be trusted. */
  interface SpotBreakerKeys {

    /** So many interruptions and refused calls within the window; 0: never. */
    @WithDefault("5")
    int troubles();

    /** How far back they count. */
    @WithDefault("10m")
    Duration window();

    /** How long the pool does without spot then, where it may. */
    @WithDefault("10m")
    Duration openFor();

    default SpotBreaker.Setting toDomain() {
      return new SpotBreaker.Setting(troubles(), window(), openFor());
    }
  }
}
