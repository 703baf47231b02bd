package dev.runnerfleet.launcher;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a stack is.
 *
 * @param home the project's folder, with the built services in it
 * @param data where Kafka, PostgreSQL, logs and secrets of this stack are kept
 * @param ports where each part listens
 * @param cloud whether the sandbox stands in for AWS and GitLab
 * @param environment what every part is given besides its wiring, and instead of it where both name
 *     the same
 * @param supervised whether a part that dies is started again
 */
public record StackSettings(
    Path home,
    Path data,
    Ports ports,
    Cloud cloud,
    Map<String, String> environment,
    boolean supervised) {

  /** What stands behind the services. */
  public enum Cloud {
    SANDBOX,
    AWS
  }

  public StackSettings {
    home = home.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    environment = Map.copyOf(environment);
  }

  /** A stack with the sandbox, for tests and benchmarks: of the environment only what is given. */
  public static StackSettings forTest(
      Path home, Path data, Ports ports, Map<String, String> environment) {
    return new StackSettings(home, data, ports, Cloud.SANDBOX, environment, false);
  }

  public boolean has(Part part) {
    return part != Part.SANDBOX || cloud == Cloud.SANDBOX;
  }

  Path logs() {
    return data.resolve("logs");
  }

  Path log(Part part) {
    return logs().resolve(part.label() + ".log");
  }
}
