package dev.runnerfleet.reaper;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The reaper's settings. */
@ConfigMapping(prefix = "runnerfleet")
public interface ReaperConfig {

  /** Tells this fleet's machines and runners from others in the same account and GitLab. */
  @WithDefault("runnerfleet")
  String fleetName();

  /** How far apart the two looks are that must find a runner without a job. */
  @WithDefault("2s")
  Duration drainGrace();

  /** How often due drains are looked for; an order that arrives is taken up at once. */
  @WithDefault("500ms")
  Duration drainInterval();

  /** A machine that has not registered this long after its launch is terminated. */
  @WithDefault("10m")
  Duration registrationTime();

  /** How often AWS and GitLab are compared with the records. */
  @WithDefault("60s")
  Duration sweepInterval();

  /** How long ended machines, with all that is known of them, are kept. */
  @WithDefault("7d")
  Duration keepHistory();

  /** The AWS account's number; the one that is seen first where it is not given. */
  Optional<String> awsAccount();

  GitLab gitlab();

  Sqs sqs();

  Ec2 ec2();

  /** Where GitLab is. */
  interface GitLab {

    /** GitLab's address, without {@code /api/v4}. */
    @WithDefault("http://localhost:8090/gitlab")
    URI url();

    /** A token that may manage runners, sent as {@code PRIVATE-TOKEN}. */
    @WithDefault("unset")
    String token();
  }

  /** Where EC2 is. */
  interface Ec2 {

    /** An endpoint instead of AWS's own. */
    Optional<URI> endpoint();

    /**
     * Limits where AWS gives the account others than it publishes, by action in lower case with
     * hyphens, such as {@code terminate-instances}; {@code terminated-instances} counts machines.
     */
    Map<String, ApiLimit> limits();
  }

  /** Where AWS's notices come from. */
  interface Sqs {

    /** The queue's name, in each region that has pools. */
    @WithDefault("runnerfleet")
    String queue();

    /** An endpoint instead of AWS's own. */
    Optional<URI> endpoint();
  }

  /** A token bucket of AWS's. */
  interface ApiLimit {

    /** Calls that may be made at once. */
    double burst();

    /** Calls that come back each second. */
    double perSecond();
  }
}
