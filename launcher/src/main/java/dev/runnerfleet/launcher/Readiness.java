package dev.runnerfleet.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a part can be used, as it says itself. */
public final class Readiness {

  private static final Pattern CHECK_DOWN =
      Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"\\s*,\\s*\"status\"\\s*:\\s*\"DOWN\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  /** Ready, or not and why. */
  public sealed interface Answer {}

  public record Ready() implements Answer {}

  public record NotReady(String why) implements Answer {}

  Answer ofFile(Path readyFile) {
    return Files.exists(readyFile) ? new Ready() : new NotReady("it is still starting");
  }

  /** Whether a Quarkus application answers, and all of its readiness checks are up. */
  public Answer ofApplication(int port) throws InterruptedException {
    URI health = URI.create("http://localhost:" + port + "/q/health/ready");
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? new Ready() : new NotReady(checksDown(response.body()));
    } catch (IOException e) {
      return new NotReady("it does not answer on port " + port);
    }
  }

  /** Whether something answers on a port of this machine. */
  public static Answer ofPort(int port) {
    return answers(port) ? new Ready() : new NotReady("it does not answer");
  }

  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String checksDown(String health) {
    List<String> names = new ArrayList<>();
    Matcher matcher = CHECK_DOWN.matcher(health);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names.isEmpty()
        ? "its health says no"
        : "its checks are down: " + String.join(", ", names);
  }
}
