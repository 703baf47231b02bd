package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What of the user's environment the parts of a stack get to see. */
final class UserEnvironment {

  /** Settings that tell where GitLab and AWS are, and what opens them. */
  private static final Set<String> OF_THE_CLOUD =
      Set.of(
          "RUNNERFLEET_GITLAB_URL",
          "RUNNERFLEET_GITLAB_TOKEN",
          "RUNNERFLEET_WEBHOOK_SECRET",
          "RUNNERFLEET_WEBHOOK_SIGNING_TOKEN",
          "RUNNERFLEET_WEBHOOK_URL",
          "RUNNERFLEET_EC2_ENDPOINT",
          "RUNNERFLEET_SQS_ENDPOINT",
          "RUNNERFLEET_ENROLMENT_URL",
          "RUNNERFLEET_REPORT_URL",
          "RUNNERFLEET_IDENTITY_CERTIFICATES");

  private UserEnvironment() {}

  /**
   * All of it, made fit. A user's own credentials must never reach processes that play with a
   * simulated cloud, and a stack brings its own broker and database.
   */
  static Map<String, String> of(Map<String, String> given, Cloud cloud) {
    Map<String, String> environment = new HashMap<>(given);
    environment.keySet().removeIf(UserEnvironment::isOfTheStack);
    // The services do not run in the folder that the user stands in.
    for (String file : Set.of("RUNNERFLEET_POOLS", "RUNNERFLEET_IDENTITY_CERTIFICATES")) {
      environment.computeIfPresent(file, (_, path) -> Path.of(path).toAbsolutePath().toString());
    }
    return switch (cloud) {
      case AWS -> RealCloud.complete(environment);
      case SANDBOX -> {
        environment
            .keySet()
            .removeIf(name -> name.startsWith("AWS_") || OF_THE_CLOUD.contains(name));
        yield environment;
      }
    };
  }

  private static boolean isOfTheStack(String name) {
    return name.equals("KAFKA_BOOTSTRAP_SERVERS")
        || name.startsWith("QUARKUS_DATASOURCE_")
        || name.startsWith("QUARKUS_HTTP_");
  }
}
