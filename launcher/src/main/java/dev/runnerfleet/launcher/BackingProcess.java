package dev.runnerfleet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The main program of the processes that Kafka and PostgreSQL run in. */
final class BackingProcess {

  private BackingProcess() {}

  /** Arguments: which part, its data folder, its port, and the file to write once it is ready. */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[1]);
    int port = Integer.parseInt(args[2]);
    AutoCloseable running =
        args[0].equals(Part.KAFKA.label())
            ? EmbeddedKafka.start(data, port, FreePorts.find(1).getFirst())
            : EmbeddedPostgres.start(data, port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "stop"));
    Files.writeString(Path.of(args[3]), Long.toString(ProcessHandle.current().pid()));
    new CountDownLatch(1).await();
  }

  private static void close(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) {
      throw new IllegalStateException("It did not stop as it should", e);
    }
  }
}
