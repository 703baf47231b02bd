package dev.runnerfleet.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Optional;

/** Whether the ports that a stack wants are free. */
final class PortCheck {

  private PortCheck() {}

  /**
   * Checks all of them before anything is started.
   *
   * @throws StartFailedException naming the first port in use, what wanted it and what to do
   */
  static void requireFree(StackSettings settings) {
    firstInUse(settings)
        .ifPresent(
            part -> {
              int port = settings.ports().of(part);
              throw new StartFailedException(message(part.label(), port, part.portVariable()));
            });
    int sqs = settings.ports().sqs();
    if (settings.has(Part.SANDBOX) && isInUse(sqs)) {
      throw new StartFailedException(message("the sandbox's SQS", sqs, Ports.SQS_VARIABLE));
    }
  }

  static String message(String who, int port, String variable) {
    return "Port %d is in use, and %s wants it: stop what listens there (lsof -nP -iTCP:%d -sTCP:LISTEN names it) or set %s to a free port."
        .formatted(port, who, port, variable);
  }

  static Optional<Part> firstInUse(StackSettings settings) {
    return Arrays.stream(Part.values())
        .filter(settings::has)
        .filter(part -> isInUse(settings.ports().of(part)))
        .findFirst();
  }

  /**
   * Asks twice: a port may be bound without answering, and macOS lets one bind an address of a port
   * that another process holds on all addresses.
   */
  private static boolean isInUse(int port) {
    if (Readiness.answers(port)) {
      return true;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
