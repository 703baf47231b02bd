package dev.runnerfleet.provisioner.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine in a folder: the bootstrap's paths begin there, and the programs that would change a
 * real machine are played by scripts that are found first.
 */
final class ScratchMachine implements AutoCloseable {

  private static final List<String> PLAYED =
      List.of("systemctl", "gitlab-runner", "docker", "apt-get", "dnf");

  private final Path root;

  private ScratchMachine(Path root) {
    this.root = root;
  }

  static ScratchMachine create() throws IOException {
    ScratchMachine machine = new ScratchMachine(Files.createTempDirectory("runnerfleet-machine"));
    for (String folder : List.of("bin", "dev", "proc")) {
      Files.createDirectory(machine.root.resolve(folder));
    }
    for (String program : PLAYED) {
      machine.copy(program, "bin/" + program);
      if (!machine.root.resolve("bin/" + program).toFile().setExecutable(true)) {
        throw new IOException("Cannot make " + program + " a program");
      }
    }
    machine.copy("stat", "proc/stat");
    machine.copy("meminfo", "proc/meminfo");
    machine.write("system-state", "running\n");
    machine.write("system-jobs", "");
    return machine;
  }

  private void copy(String resource, String to) throws IOException {
    try (InputStream in = ScratchMachine.class.getResourceAsStream("/machine/" + resource)) {
      if (in == null) {
        throw new IOException("There is no resource machine/" + resource);
      }
      Files.copy(in, root.resolve(to));
    }
  }

  /**
   * Boots: runs the user data to its end.
   *
   * @param settings environment variables beside those that make it a scratch machine
   * @return its exit code
   */
  int boot(byte[] userData, Map<String, String> settings) throws IOException, InterruptedException {
    Path script = root.resolve("user-data");
    Files.write(script, userData);
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", root.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("RUNNERFLEET_ROOT", root.toString());
    environment.putAll(settings);
    builder.redirectErrorStream(true).redirectOutput(root.resolve("boot.log").toFile());
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("The bootstrap does not end:\n" + read("boot.log"));
    }
    return process.exitValue();
  }

  /** Somebody shuts it down. */
  void shutDown() {
    write("system-state", "stopping\n");
    unit("runnerfleet").ifPresent(ProcessHandle::destroy);
  }

  boolean runs(String unit) {
    return unit(unit).isPresent();
  }

  private Optional<ProcessHandle> unit(String name) {
    Path pid = root.resolve(name + ".pid");
    return Files.exists(pid)
        ? ProcessHandle.of(Long.parseLong(read(name + ".pid").strip()))
            .filter(ProcessHandle::isAlive)
            .filter(process -> !isZombie(process.pid()))
        : Optional.empty();
  }

  /** Whoever ends up as its parent need not wait for it (Linux's proc(5), /proc/pid/stat). */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return true; // it has ended meanwhile
    }
  }

  boolean has(String file) {
    return Files.exists(root.resolve(file));
  }

  String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.writeString(root.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what still runs, and leaves nothing behind. */
  @Override
  public void close() throws IOException {
    for (String unit : List.of("runnerfleet", "gitlab-runner")) {
      unit(unit).ifPresent(ProcessHandle::destroyForcibly);
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
