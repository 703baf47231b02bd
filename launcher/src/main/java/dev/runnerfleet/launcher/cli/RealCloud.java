package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.StartFailedException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fleet on the real AWS and GitLab takes from the environment. */
final class RealCloud {

  private static final List<String> REQUIRED =
      List.of("RUNNERFLEET_GITLAB_URL", "RUNNERFLEET_GITLAB_TOKEN", "RUNNERFLEET_POOLS");

  /** Each of these is enough for AWS's default chain to find credentials. */
  private static final List<String> CREDENTIALS =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_PROFILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");

  private RealCloud() {}

  /**
   * The environment with what can be found out added to it.
   *
   * @throws StartFailedException naming every setting that is missing
   */
  static Map<String, String> complete(Map<String, String> environment) {
    List<String> missing = missing(environment);
    if (!missing.isEmpty()) {
      throw new StartFailedException(
          "./fleet up --cloud aws takes these from the environment, and they are missing: "
              + String.join(", ", missing)
              + ". README.md says what they hold.");
    }
    Map<String, String> complete = new HashMap<>(environment);
    ownAddress()
        .map(address -> "http://" + address + ":")
        .ifPresent(
            here -> {
              String provisioner = environment.getOrDefault("RUNNERFLEET_PROVISIONER_PORT", "8083");
              String reaper = environment.getOrDefault("RUNNERFLEET_REAPER_PORT", "8084");
              complete.putIfAbsent("RUNNERFLEET_ENROLMENT_URL", here + provisioner + "/enrolments");
              complete.putIfAbsent("RUNNERFLEET_REPORT_URL", here + reaper + "/reports");
            });
    return complete;
  }

  static List<String> missing(Map<String, String> environment) {
    List<String> missing = new ArrayList<>();
    for (String name : REQUIRED) {
      if (environment.getOrDefault(name, "").isBlank()) {
        missing.add(name);
      }
    }
    if (CREDENTIALS.stream().noneMatch(environment::containsKey) && !hasAmbientCredentials()) {
      missing.add("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE)");
    }
    return missing;
  }

  /** A profile file, or an EC2 machine, whose instance profile the SDK asks for. */
  private static boolean hasAmbientCredentials() {
    Path aws = Path.of(System.getProperty("user.home"), ".aws");
    try {
      return Files.exists(aws.resolve("credentials"))
          || Files.exists(aws.resolve("config"))
          || Files.readString(Path.of("/sys/devices/virtual/dmi/id/sys_vendor")).contains("Amazon");
    } catch (IOException e) {
      return false;
    }
  }

  /** This machine's address as others of its network see it; machines enrol and report there. */
  private static Optional<String> ownAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .filter(address -> !address.isLinkLocalAddress())
          .map(address -> address.getHostAddress())
          .findFirst();
    } catch (SocketException e) {
      return Optional.empty();
    }
  }
}
