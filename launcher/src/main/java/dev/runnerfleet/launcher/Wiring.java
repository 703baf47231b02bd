package dev.runnerfleet.launcher;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * With what command line and environment each part of a stack runs, so that they find each other.
 */
final class Wiring {

  private static final String REGION = "us-east-1";
  private static final int MOST_AT_START = 192;

  /** What any process needs of the environment, whatever else it is given. */
  private static final List<String> OF_THE_MACHINE =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

  private final StackSettings settings;
  private final String webhookSecret;

  Wiring(StackSettings settings, String webhookSecret) {
    this.settings = settings;
    this.webhookSecret = webhookSecret;
  }

  List<String> command(Part part) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            // Short runs beside each other on few cores: start-up counts, peak speed does not.
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            // A heap that may grow large begins small, whatever the machine's memory is.
            "-Xms" + Math.min(MOST_AT_START, part.heapMebibytes()) + "m",
            "-Xmx" + part.heapMebibytes() + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    if (part.isApplication()) {
      command.addAll(List.of("-jar", application(part).toString()));
    } else {
      command.addAll(
          List.of(
              "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
              "-cp",
              System.getProperty("java.class.path"),
              BackingProcess.class.getName(),
              part.label(),
              settings.data().resolve(part.label()).toString(),
              Integer.toString(settings.ports().of(part)),
              readyFile(part).toString()));
    }
    return List.copyOf(command);
  }

  /** The Quarkus application that the build leaves of a module. */
  Path application(Part part) {
    return settings.home().resolve(part.label()).resolve("target/quarkus-app/quarkus-run.jar");
  }

  /** What a part without a health endpoint writes once it can be used. */
  Path readyFile(Part part) {
    return settings.data().resolve(part.label() + ".ready");
  }

  /**
   * What the settings give goes before the wiring, so that a test can step in between two parts.
   */
  Map<String, String> environment(Part part) {
    Map<String, String> environment = new HashMap<>();
    for (String name : OF_THE_MACHINE) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    if (part.isApplication()) {
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(settings.ports().of(part)));
      environment.put("RUNNERFLEET_WEBHOOK_SECRET", webhookSecret);
    }
    if (part.isService()) {
      addBackingServices(environment);
    }
    if (settings.cloud() == Cloud.SANDBOX) {
      addSandbox(part, environment);
    }
    environment.putAll(settings.environment());
    return Map.copyOf(environment);
  }

  private void addBackingServices(Map<String, String> environment) {
    String database =
        "postgresql://localhost:%d/%s"
            .formatted(settings.ports().of(Part.POSTGRESQL), EmbeddedPostgres.DATABASE);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + settings.ports().of(Part.KAFKA));
    environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", database);
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + database);
    environment.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedPostgres.USER);
    environment.put("QUARKUS_DATASOURCE_PASSWORD", EmbeddedPostgres.PASSWORD);
  }

  private void addSandbox(Part part, Map<String, String> environment) {
    if (part.isApplication()) {
      // Nothing of a simulated fleet is meant for other machines.
      environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    }
    if (part == Part.SANDBOX) {
      environment.put(Ports.SQS_VARIABLE, Integer.toString(settings.ports().sqs()));
      environment.put("RUNNERFLEET_SANDBOX_CERTIFICATES_DIR", certificates());
      environment.put("RUNNERFLEET_SANDBOX_WEBHOOK_URL", url(Part.JOB_WATCHER, "/webhooks/gitlab"));
    }
    if (part.isService()) {
      environment.put("RUNNERFLEET_GITLAB_URL", url(Part.SANDBOX, "/gitlab"));
      environment.put("RUNNERFLEET_GITLAB_TOKEN", "glpat-sandbox");
      environment.put("RUNNERFLEET_EC2_ENDPOINT", url(Part.SANDBOX, "/ec2"));
      environment.put("RUNNERFLEET_SQS_ENDPOINT", "http://localhost:" + settings.ports().sqs());
      environment.put("RUNNERFLEET_ENROLMENT_URL", url(Part.PROVISIONER, "/enrolments"));
      environment.put("RUNNERFLEET_REPORT_URL", url(Part.REAPER, "/reports"));
      environment.put("RUNNERFLEET_IDENTITY_CERTIFICATES", certificates());
      environment.put(
          "RUNNERFLEET_POOLS", settings.home().resolve("deploy/sandbox/pools.yaml").toString());
      // A world that begins anew has none of the machines that the records tell of.
      environment.put("RUNNERFLEET_SWEEP_INTERVAL", "10s");
      environment.put("AWS_ACCESS_KEY_ID", "AKIASANDBOX000000000");
      environment.put("AWS_SECRET_ACCESS_KEY", "sandbox");
      environment.put("AWS_REGION", REGION);
      environment.put("AWS_EC2_METADATA_DISABLED", "true");
    }
  }

  private String certificates() {
    return settings.data().resolve("certificates").toString();
  }

  private String url(Part part, String path) {
    return "http://localhost:" + settings.ports().of(part) + path;
  }
}
