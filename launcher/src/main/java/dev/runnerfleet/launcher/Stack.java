package dev.runnerfleet.launcher;

import dev.runnerfleet.launcher.Readiness.NotReady;
import dev.runnerfleet.launcher.Readiness.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Everything that Runnerfleet needs on one machine, each part a process of its own. However this
 * process ends, its parts end with it; Kafka's and PostgreSQL's data stay.
 */
public final class Stack implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  private final StackSettings settings;
  private final Consumer<String> progress;
  private final Wiring wiring;
  private final Readiness readiness = new Readiness();
  private final Map<Part, PartProcess> running = new EnumMap<>(Part.class);
  private final CompletableFuture<StartFailedException> givenUp = new CompletableFuture<>();
  private volatile boolean stopping;

  /**
   * A stack, not started yet.
   *
   * @param progress is told, a line at a time, what a person would want to know
   * @throws StartFailedException when its folder cannot be made
   */
  public Stack(StackSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.wiring = new Wiring(settings, StackFolder.prepare(settings));
  }

  /**
   * Starts all parts and waits until each is ready.
   *
   * @throws StartFailedException when one is not; nothing is left running then
   */
  public void start() {
    PortCheck.requireFree(settings);
    StackFolder.rotateLogs(settings);
    try {
      // The provisioner reads the certificate that the sandbox writes, so the sandbox goes first.
      startTogether(List.of(Part.KAFKA, Part.POSTGRESQL, Part.SANDBOX));
      startTogether(Part.services());
    } catch (StartFailedException e) {
      stop();
      throw e;
    }
    if (settings.supervised()) {
      parts().forEach(part -> supervise(part, processOf(part)));
    }
  }

  /** Starts a part and waits until it is ready; for one that was killed. */
  public void start(Part part) {
    launch(part);
    awaitReady(part);
  }

  /** As kill -9. A supervised stack starts the part again by itself. */
  public void kill(Part part) throws InterruptedException {
    processOf(part).kill();
  }

  /** Stops all parts, those that depend on others first. Does nothing where nothing runs. */
  public void stop() {
    stopping = true;
    stopTogether(Part.services());
    stopTogether(List.of(Part.SANDBOX));
    stopTogether(List.of(Part.KAFKA, Part.POSTGRESQL));
  }

  @Override
  public void close() {
    stop();
  }

  /** Completes when a part keeps failing so that restarting it makes no sense. */
  public CompletableFuture<StartFailedException> givenUp() {
    return givenUp;
  }

  /** Where a part answers. */
  public URI address(Part part) {
    return URI.create("http://localhost:" + settings.ports().of(part));
  }

  /** A part's process; its parent is the guard, its children are its own. */
  public ProcessHandle process(Part part) {
    return ProcessHandle.of(processOf(part).pid())
        .orElseThrow(() -> new IllegalStateException(part.label() + " is not running"));
  }

  public StackSettings settings() {
    return settings;
  }

  private List<Part> parts() {
    return Arrays.stream(Part.values()).filter(settings::has).toList();
  }

  private void startTogether(List<Part> parts) {
    List<CompletableFuture<Void>> starts =
        parts.stream()
            .filter(settings::has)
            .map(part -> CompletableFuture.runAsync(() -> start(part), Stack::inVirtualThread))
            .toList();
    try {
      CompletableFuture.allOf(starts.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StartFailedException failed) {
        throw failed;
      }
      throw e;
    }
  }

  private static void inVirtualThread(Runnable task) {
    Thread.ofVirtual().start(task);
  }

  private void launch(Part part) {
    Path application = wiring.application(part);
    if (part.isApplication() && !Files.exists(application)) {
      throw new StartFailedException(
          "%s is not built: %s is missing.".formatted(part.label(), application));
    }
    synchronized (running) {
      if (stopping) {
        throw new StartFailedException(part.label() + " was not started: the stack is stopping.");
      }
      try {
        Files.deleteIfExists(wiring.readyFile(part));
        running.put(
            part,
            PartProcess.start(
                wiring.command(part),
                wiring.environment(part),
                settings.log(part),
                settings.data().resolve(part.label()).resolve("postmaster.pid")));
      } catch (IOException e) {
        throw new StartFailedException(
            "%s could not be started: %s".formatted(part.label(), e.getMessage()), e);
      }
    }
  }

  private void awaitReady(Part part) {
    long began = System.nanoTime();
    long logFrom = sizeOf(settings.log(part));
    PartProcess process = processOf(part);
    try {
      while (true) {
        switch (ask(part)) {
          case Ready() -> {
            progress.accept("%-12s ready after %.1f s".formatted(part.label(), seconds(began)));
            return;
          }
          case NotReady(String why) -> requireHope(part, process, logFrom, began, why);
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException(part.label() + ": interrupted while it started.", e);
    }
  }

  private Readiness.Answer ask(Part part) throws InterruptedException {
    return part.isApplication()
        ? readiness.ofApplication(settings.ports().of(part))
        : readiness.ofFile(wiring.readyFile(part));
  }

  private void requireHope(Part part, PartProcess process, long logFrom, long began, String why)
      throws InterruptedException {
    if (!process.isAlive()) {
      throw new StartFailedException(
          "%s stopped while it started (exit %d): %s. Its log: %s"
              .formatted(
                  part.label(),
                  process.awaitExit(),
                  LogGist.of(settings.log(part), logFrom),
                  settings.log(part)));
    }
    if (seconds(began) > LONGEST_START.toSeconds()) {
      throw new StartFailedException(
          "%s is not ready after %d s: %s. Its log: %s"
              .formatted(part.label(), LONGEST_START.toSeconds(), why, settings.log(part)));
    }
  }

  private void supervise(Part part, PartProcess process) {
    Thread.ofVirtual()
        .name("supervise-" + part.label())
        .start(() -> new Supervision(part, settings.log(part)).run(process));
  }

  private void stopTogether(List<Part> parts) {
    List<CompletableFuture<Void>> stops;
    synchronized (running) {
      stops =
          parts.stream()
              .filter(running::containsKey)
              .map(running::get)
              .map(process -> CompletableFuture.runAsync(process::stop, Stack::inVirtualThread))
              .toList();
    }
    CompletableFuture.allOf(stops.toArray(CompletableFuture<?>[]::new)).join();
  }

  private PartProcess processOf(Part part) {
    synchronized (running) {
      PartProcess process = running.get(part);
      if (process == null) {
        throw new IllegalStateException(part.label() + " was never started");
      }
      return process;
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static long sizeOf(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a part again whenever it dies, and gives up where that leads nowhere. */
  private final class Supervision {

    private static final int MOST_FAILED_STARTS = 5;

    private final Part part;
    private final Path log;

    Supervision(Part part, Path log) {
      this.part = part;
      this.log = log;
    }

    void run(PartProcess first) {
      PartProcess process = first;
      try {
        while (true) {
          int status = process.awaitExit();
          if (stopping) {
            return;
          }
          progress.accept(
              "%-12s died (exit %d), starting it again; its log: %s"
                  .formatted(part.label(), status, log));
          startWithBackOff();
          process = processOf(part);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (StartFailedException e) {
        if (!stopping) {
          givenUp.complete(e);
        }
      }
    }

    private void startWithBackOff() throws InterruptedException {
      Duration pause = Duration.ofSeconds(1);
      for (int failures = 0; ; pause = pause.multipliedBy(2)) {
        Thread.sleep(pause);
        try {
          start(part);
          return;
        } catch (StartFailedException e) {
          failures++;
          if (stopping) {
            throw e;
          }
          if (failures == MOST_FAILED_STARTS) {
            throw new StartFailedException(
                "Gave up after %d failed starts. %s".formatted(failures, e.getMessage()), e);
          }
          progress.accept(e.getMessage());
        }
      }
    }
  }
}
