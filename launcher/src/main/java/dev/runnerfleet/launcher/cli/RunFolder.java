package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.StackSettings;
import dev.runnerfleet.launcher.StackSettings.Cloud;
import dev.runnerfleet.launcher.StartFailedException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a stack, as one call of {@code ./fleet} tells another through it what runs. A lock
 * says whether a launcher lives; it goes with its process, however that ends.
 */
final class RunFolder {

  private static final String READY = "ready";

  private final Path folder;

  /** Kept here, as a lock that nobody holds on to is collected and so given back. */
  private @Nullable FileLock held;

  RunFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /**
   * What a launcher says of itself.
   *
   * @param ready whether all parts have been ready once
   */
  record Run(long pid, boolean ready, Cloud cloud, Map<Part, Integer> ports) {}

  /** Takes the lock, for as long as this process lives; false where another process has it. */
  boolean lock() {
    held = tryLock().orElse(null);
    return held != null;
  }

  /** Whether a launcher lives. */
  boolean isRunning() {
    if (held != null) {
      return true;
    }
    if (!Files.exists(folder.resolve("lock"))) {
      return false;
    }
    Optional<FileLock> lock = tryLock();
    try {
      if (lock.isPresent()) {
        lock.get().channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lock.isEmpty();
  }

  private Optional<FileLock> tryLock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return Optional.ofNullable(lock);
    } catch (IOException e) {
      throw new StartFailedException("Cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  void write(StackSettings settings, boolean ready) {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
    properties.setProperty(READY, Boolean.toString(ready));
    properties.setProperty("cloud", settings.cloud().name());
    Arrays.stream(Part.values())
        .filter(settings::has)
        .forEach(
            part ->
                properties.setProperty(part.name(), Integer.toString(settings.ports().of(part))));
    Path draft = folder.resolve("run.draft");
    try {
      try (Writer writer = Files.newBufferedWriter(draft)) {
        properties.store(writer, null);
      }
      Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the launcher that wrote last said of itself; it may be gone. */
  Optional<Run> read() {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file())) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Part, Integer> ports = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      String port = properties.getProperty(part.name());
      if (port != null) {
        ports.put(part, Integer.valueOf(port));
      }
    }
    return Optional.of(
        new Run(
            Long.parseLong(properties.getProperty("pid")),
            Boolean.parseBoolean(properties.getProperty(READY)),
            Cloud.valueOf(properties.getProperty("cloud")),
            ports));
  }

  /** Says that nothing runs; the last thing that a launcher does. */
  void clear() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return folder.resolve("run.properties");
  }
}
