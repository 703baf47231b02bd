package dev.runnerfleet.testkit;

import dev.runnerfleet.launcher.FreePorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The packaged sandbox as a process of its own, on a free port. Settings of the sandbox may be
 * given as init arguments, such as {@code runnerfleet.sandbox.boot-time=1s}.
 */
public final class SandboxProcess implements QuarkusTestResourceLifecycleManager {

  private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);

  private Map<String, String> settings = Map.of();
  private @Nullable Process process;

  @Override
  public void init(Map<String, String> initArgs) {
    settings = Map.copyOf(initArgs);
  }

  @Override
  public Map<String, String> start() {
    try {
      List<Integer> ports = FreePorts.find(2);
      int port = ports.getFirst();
      int sqs = ports.getLast();
      Path certificates = Files.createTempDirectory("runnerfleet-certificates");
      Process started = launch(port, sqs, certificates);
      process = started;
      awaitReady(started, port);
      String url = "http://localhost:" + port;
      Map<String, String> properties = new HashMap<>();
      properties.put("runnerfleet.sandbox.url", url);
      properties.put("runnerfleet.gitlab.url", url + "/gitlab");
      properties.put("runnerfleet.gitlab.token", "glpat-sandbox");
      properties.put("runnerfleet.ec2.endpoint", url + "/ec2");
      properties.put("runnerfleet.sqs.endpoint", "http://localhost:" + sqs);
      properties.put("runnerfleet.identity-certificates", certificates.toString());
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private Process launch(int port, int sqs, Path certificates) throws IOException {
    String root = System.getProperty("maven.multiModuleProjectDirectory", "..");
    Path jar = Path.of(root, "sandbox/target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "The sandbox is not packaged; run ./mvnw -Dquick -pl sandbox -am package -DskipTests");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-Dquarkus.http.port=" + port,
            "-Drunnerfleet.sandbox.sqs-port=" + sqs,
            "-Drunnerfleet.sandbox.certificates-dir=" + certificates);
    settings.forEach((key, value) -> builder.command().add("-D%s=%s".formatted(key, value)));
    builder.command().add("-jar");
    builder.command().add(jar.toString());
    Path log = Files.createTempFile("runnerfleet-sandbox", ".log");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static void awaitReady(Process process, int port) {
    URI ready = URI.create("http://localhost:%d/q/health/ready".formatted(port));
    long deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answers(client, ready)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new IllegalStateException("The sandbox did not start");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the sandbox started", e);
    }
  }

  private static boolean answers(HttpClient client, URI uri) throws InterruptedException {
    try {
      return client
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }
}
