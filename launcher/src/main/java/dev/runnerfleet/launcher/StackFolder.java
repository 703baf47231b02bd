package dev.runnerfleet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** What a stack keeps on disk beside the data of Kafka and PostgreSQL. */
final class StackFolder {

  private StackFolder() {}

  /**
   * Makes the folders where missing.
   *
   * @return the secret that GitLab's webhooks carry, one for the folder's life
   */
  static String prepare(StackSettings settings) {
    try {
      for (String folder : new String[] {"logs", "certificates"}) {
        Files.createDirectories(settings.data().resolve(folder));
      }
      return secret(settings.data().resolve("webhook-secret"));
    } catch (IOException e) {
      throw new StartFailedException(
          "Cannot write to " + settings.data() + ": " + e.getMessage(), e);
    }
  }

  /** The logs of the run before are kept under another name, so that a log holds one run. */
  static void rotateLogs(StackSettings settings) {
    Arrays.stream(Part.values()).map(settings::log).forEach(StackFolder::rotate);
  }

  private static void rotate(Path log) {
    try {
      if (Files.exists(log)) {
        Files.move(
            log,
            log.resolveSibling(log.getFileName() + ".before"),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new StartFailedException("Cannot write to " + log + ": " + e.getMessage(), e);
    }
  }

  private static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path draft = Files.createTempFile(file.getParent(), "webhook-secret", "");
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(draft, HexFormat.of().formatHex(random));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
