package dev.runnerfleet.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Which port each part listens on.
 *
 * @param sqs where the sandbox's SQS listens, beside the sandbox itself
 */
public record Ports(Map<Part, Integer> byPart, int sqs) {

  static final String SQS_VARIABLE = "RUNNERFLEET_SANDBOX_SQS_PORT";
  private static final int USUAL_SQS = 9324;

  public Ports {
    byPart = Map.copyOf(byPart);
  }

  /**
   * The usual ports, save for those that the environment moves.
   *
   * @throws StartFailedException when a variable does not hold a port number
   */
  public static Ports from(Map<String, String> environment) {
    Map<Part, Integer> ports = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      ports.put(part, from(environment, part.portVariable(), part.defaultPort()));
    }
    return new Ports(ports, from(environment, SQS_VARIABLE, USUAL_SQS));
  }

  private static int from(Map<String, String> environment, String variable, int usual) {
    String given = environment.get(variable);
    return given == null ? usual : parse(variable, given);
  }

  /** Ports that nothing listens on now. */
  public static Ports free() {
    try {
      Iterator<Integer> found = FreePorts.find(Part.values().length + 1).iterator();
      Map<Part, Integer> ports = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        ports.put(part, found.next());
      }
      return new Ports(ports, found.next());
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    }
  }

  public int of(Part part) {
    Integer port = byPart.get(part);
    if (port == null) {
      throw new IllegalArgumentException("No port for " + part.label());
    }
    return port;
  }

  private static int parse(String variable, String given) {
    try {
      int port = Integer.parseInt(given);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new StartFailedException(
        variable + " is '" + given + "'; expected a port number from 1 to 65535.");
  }
}
