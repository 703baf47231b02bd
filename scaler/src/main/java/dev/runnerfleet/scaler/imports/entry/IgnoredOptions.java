package dev.runnerfleet.scaler.imports.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** docker-machine's options that have nothing to say here, and why. */
final class IgnoredOptions {

  private static final String SECRET =
      "a secret: neither stored nor shown; credentials come from the environment or a role";
  private static final String NO_SSH =
      "ignored: nothing connects to a machine over SSH; it calls Runnerfleet by itself";
  private static final String DAEMON =
      "ignored: a setting of the Docker daemon; bake it into the image, or write"
          + " /etc/docker/daemon.json in machine.script";

  private IgnoredOptions() {}

  static Map<String, String> reasons() {
    Map<String, String> reasons = new HashMap<>();
    amazon(reasons, SECRET, "access-key", "secret-key", "session-token");
    amazon(reasons, NO_SSH, "ssh-user", "ssh-keypath", "keypair-name", "ssh-port", "open-port");
    amazon(reasons, "ignored: a zone follows from its subnet", "zone");
    amazon(reasons, "ignored: a VPC follows from its subnets", "vpc-id");
    amazon(reasons, "ignored: security groups are never changed here", "security-group-readonly");
    amazon(
        reasons,
        "ignored: Runnerfleet never connects to a machine, so that it chooses no address for it",
        "use-private-address");
    amazon(reasons, "ignored: the root device is the image's own", "device-name");
    amazon(reasons, "ignored: volumes are gp3, which costs less than gp2", "volume-type");
    amazon(
        reasons,
        "ignored: every type of the present generations is EBS-optimised",
        "use-ebs-optimized-instance");
    amazon(
        reasons, "ignored: basic monitoring does for machines that live for hours", "monitoring");
    amazon(
        reasons,
        "not taken over: a file on the manager; put its shell lines into machine.script",
        "userdata");
    amazon(
        reasons,
        "obsolete: AWS ended spot blocks of a fixed duration in 2022",
        "block-duration-minutes");
    amazon(reasons, "ignored: AWS calls are repeated as their errors ask for", "retries");
    amazon(
        reasons,
        "ignored: the endpoint is a setting of the service, RUNNERFLEET_EC2_ENDPOINT",
        "endpoint",
        "insecure-transport");
    amazon(
        reasons,
        "ignored: IMDSv2 is always required",
        "metadata-token",
        "metadata-token-response-hop-limit");
    for (String engine :
        List.of(
            "opt",
            "env",
            "registry-mirror",
            "insecure-registry",
            "storage-driver",
            "install-url",
            "label")) {
      reasons.put("engine-" + engine, DAEMON);
    }
    return Map.copyOf(reasons);
  }

  private static void amazon(Map<String, String> reasons, String reason, String... options) {
    for (String option : options) {
      reasons.put("amazonec2-" + option, reason);
    }
  }
}
