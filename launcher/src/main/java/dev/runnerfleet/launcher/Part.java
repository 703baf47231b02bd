package dev.runnerfleet.launcher;

import java.util.Arrays;
import java.util.List;

/** What runs as a process of its own. The order is the one to stop in, from last to first. */
public enum Part {
  KAFKA("kafka", 19092, 384),
  POSTGRESQL("postgresql", 15432, 64),
  SANDBOX("sandbox", 8090, 512),
  JOB_WATCHER("job-watcher", 8081, 96),
  SCALER("scaler", 8082, 96),
  PROVISIONER("provisioner", 8083, 96),
  REAPER("reaper", 8084, 96);

  private final String label;
  private final int defaultPort;
  private final int heapMebibytes;

  Part(String label, int defaultPort, int heapMebibytes) {
    this.label = label;
    this.defaultPort = defaultPort;
    this.heapMebibytes = heapMebibytes;
  }

  /** Its name for people, and its Maven module's where it is a Quarkus application. */
  public String label() {
    return label;
  }

  /** The environment variable that moves it to another port. */
  public String portVariable() {
    return "RUNNERFLEET_" + name() + "_PORT";
  }

  /** Kafka and PostgreSQL stand clear of their usual ports, where a machine may have its own. */
  int defaultPort() {
    return defaultPort;
  }

  /**
   * What its Java heap may grow to; small, as all parts share one machine. The sandbox's is what a
   * world of 10,000 instances and 100,000 jobs takes; a small world leaves most of it alone.
   */
  public int heapMebibytes() {
    return heapMebibytes;
  }

  /** Whether it is a Quarkus application, with health, metrics and OpenAPI under /q. */
  public boolean isApplication() {
    return this != KAFKA && this != POSTGRESQL;
  }

  /** Whether it is one of the four that make up Runnerfleet. */
  public boolean isService() {
    return isApplication() && this != SANDBOX;
  }

  public static List<Part> services() {
    return Arrays.stream(values()).filter(Part::isService).toList();
  }
}
