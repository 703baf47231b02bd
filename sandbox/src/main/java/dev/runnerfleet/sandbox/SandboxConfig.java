package dev.runnerfleet.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What the sandbox can be told at its start. */
@ConfigMapping(prefix = "runnerfleet")
public interface SandboxConfig {
  /** The token that the sandbox's GitLab sends with its webhooks; none is sent when unset. */
  Optional<String> webhookSecret();

  /** The simulated world. */
  Sandbox sandbox();

  /** Keys under {@code runnerfleet.sandbox}. */
  interface Sandbox {
    /** The AWS account that everything belongs to. */
    @WithDefault("123456789012")
    @Pattern(regexp = "\\d{12}", message = "an AWS account of 12 digits")
    String account();

    /** The one AWS region that exists. */
    @WithDefault("us-east-1")
    @NotBlank
    String region();

    /** How long an instance is pending before it runs and its machine starts to work. */
    @WithDefault("5s")
    Duration bootTime();

    /**
     * Where the instance identity certificate is written as {@code <region>.pem}; nowhere when
     * unset.
     */
    Optional<Path> certificatesDir();

    /** Where each project sends its job and pipeline webhooks; nowhere when unset. */
    Optional<URI> webhookUrl();

    /** Where SQS listens; 0 for any free port. */
    @WithDefault("9324")
    @Min(0)
    @Max(65_535)
    int sqsPort();

    /** The queue that EventBridge's events about instances go to. */
    @WithDefault("runnerfleet")
    @Pattern(regexp = "[A-Za-z0-9_-]{1,80}", message = "a queue's name of SQS")
    String queue();

    /** Requests a minute that a user may make of the simulated GitLab's API; 0 is no limit. */
    @WithDefault("0")
    @PositiveOrZero
    int gitlabRequestsPerMinute();

    /** Requests a minute for jobs that each runner's token is good for; 0 is no limit. */
    @WithDefault("0")
    @PositiveOrZero
    int runnerRequestsPerMinute();

    /** Whether webhooks of projects and groups that keep failing are disabled, as on GitLab.com. */
    @WithDefault("true")
    boolean disableFailingWebhooks();

    /**
     * Whether machines heed AWS's notices as our bootstrap does: report them, take no more jobs,
     * and abort what runs 20 s before their end.
     */
    @WithDefault("true")
    boolean heedNotices();

    /** Seeds all that is random in the world, so that a run can be repeated. */
    @WithDefault("20260101")
    long seed();

    /** How the simulated EC2 behaves. */
    Ec2 ec2();
  }

  /** Keys under {@code runnerfleet.sandbox.ec2}. */
  interface Ec2 {
    /**
     * A folder of recorded spot markets: {@code instance-types-REGION.csv} in place of the built-in
     * types, and {@code availability-ZONE-NNvcpu.csv} for zones that ran dry. Built-in when unset.
     */
    Optional<Path> spotData();

    /** The mean capacity of the steadiest spot offerings, in vCPUs; others have less. */
    @WithDefault("20000")
    @Positive(message = "a number above 0")
    double spotVcpus();

    /**
     * How many times as often as AWS's Spot Instance Advisor says spot instances are taken back
     * unasked; 0 for never.
     */
    @WithDefault("0")
    @PositiveOrZero(message = "a number of 0 or more")
    double interruptionFactor();

    /** The account's quota of spot vCPUs; none when unset. */
    OptionalInt spotVcpuQuota();

    /** The account's quota of on-demand vCPUs; none when unset. */
    OptionalInt onDemandVcpuQuota();

    /** How many CreateFleet calls can come at once. */
    @WithDefault("5")
    @Positive(message = "a number above 0")
    double createFleetBurst();

    /** How many CreateFleet calls can come each second in the long run. */
    @WithDefault("2")
    @Positive(message = "a number above 0")
    double createFleetPerSecond();

    /** How long the API does not see a new instance. */
    @WithDefault("0s")
    Duration hiddenAfterLaunch();

    /** How long the API still shows a terminated instance. */
    @WithDefault("1h")
    Duration shownAfterEnd();

    /** How long the token for the next page of a listing is good. */
    @WithDefault("1h")
    Duration pageTokenLife();
  }
}
