package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.StackSettings.Cloud;
import dev.runnerfleet.launcher.StartFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts a launcher that lives on, shows what it says, and returns once all is ready. */
final class DetachedUp {

  private final Path home;
  private final RunFolder folder;
  private long shown;

  DetachedUp(Path home, RunFolder folder) {
    this.home = home;
    this.folder = folder;
  }

  int run(Command.Up command) throws InterruptedException {
    if (folder.isRunning()) {
      throw Up.alreadyRunning(folder);
    }
    Path log = folder.path().resolve("logs").resolve("launcher.log");
    Process launcher = launch(command, log);
    // Interrupted before all is ready, it is as if it had not been called.
    Thread cancel = new Thread(launcher::destroy, "cancel");
    Runtime.getRuntime().addShutdownHook(cancel);
    while (launcher.isAlive() && !isReady(launcher)) {
      show(log);
      Thread.sleep(Duration.ofMillis(100));
    }
    Runtime.getRuntime().removeShutdownHook(cancel);
    show(log);
    if (!launcher.isAlive()) {
      return launcher.exitValue() == 0 ? 1 : launcher.exitValue();
    }
    System.out.println(
        "It goes on in the background: ./fleet status shows it, ./fleet down stops it.");
    return 0;
  }

  private boolean isReady(Process launcher) {
    return folder.read().filter(run -> run.pid() == launcher.pid() && run.ready()).isPresent();
  }

  private Process launch(Command.Up command, Path log) {
    List<String> line = new ArrayList<>();
    // What a terminal sends to its processes when it closes, or to their group, is not for this
    // one.
    line.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "runnerfleet"));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "up"));
    if (command.cloud() == Cloud.AWS) {
      line.addAll(List.of("--cloud", "aws"));
    }
    try {
      Files.createDirectories(log.getParent());
      Files.deleteIfExists(log);
      return new ProcessBuilder(line)
          .directory(home.toFile())
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new StartFailedException("The launcher could not be started: " + e.getMessage(), e);
    }
  }

  private void show(Path log) {
    try (FileChannel channel = FileChannel.open(log)) {
      channel.position(shown);
      byte[] more = Channels.newInputStream(channel).readAllBytes();
      shown += more.length;
      System.out.write(more, 0, more.length);
      System.out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
