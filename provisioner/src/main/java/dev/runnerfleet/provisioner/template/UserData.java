package dev.runnerfleet.provisioner.template;

import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * What a machine runs at its first boot: the same for every machine of a pool revision, and without
 * a secret. The pool's own script comes last and runs only where all before it went well.
 */
@ApplicationScoped
class UserData {

  /** EC2's limit, before base64 (Amazon EC2 User Guide, "Run commands at launch"). */
  static final int MOST_BYTES = 16 * 1024;

  private final String enrolmentUrl;
  private final String linux;
  private final String windows;

  UserData(ProvisionerConfig config) {
    this.enrolmentUrl = config.enrolmentUrl().toString();
    this.linux = script("bootstrap/linux.sh");
    this.windows = script("bootstrap/windows.ps1");
  }

  /** The user data in base64, or nothing where it is too long. */
  Optional<String> of(Machine machine) {
    return switch (machine.executor()) {
      case DOCKER, SHELL -> packed(linux(machine));
      case DOCKER_WINDOWS, SHELL_WINDOWS -> plain(windows(machine));
    };
  }

  private String linux(Machine machine) {
    String own = machine.script();
    return """
        #!/bin/bash
        RUNNERFLEET_ENROLMENT_URL='%s'
        RUNNERFLEET_EXECUTOR='%s'
        """
            .formatted(enrolmentUrl.replace("'", "%27"), name(machine))
        + linux
        // The bootstrap's strictness is its own business.
        + (own == null ? "" : "\ntrap - ERR\nset +euo pipefail\numask 022\n" + own + "\n");
  }

  private String windows(Machine machine) {
    String own = machine.script();
    return """
        <powershell>
        $RunnerfleetEnrolmentUrl = '%s'
        $RunnerfleetExecutor = '%s'
        """
            .formatted(enrolmentUrl.replace("'", "''"), name(machine))
        + windows
        + (own == null ? "" : "\n$ErrorActionPreference = 'Continue'\n" + own)
        + "\n</powershell>\n";
  }

  private static String name(Machine machine) {
    return machine.executor().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<String> plain(String text) {
    return fitting(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As it is where it fits, for people to read; else compressed, which cloud-init unpacks. */
  private static Optional<String> packed(String text) {
    return plain(text).or(() -> fitting(gzip(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static Optional<String> fitting(byte[] bytes) {
    return bytes.length > MOST_BYTES
        ? Optional.empty()
        : Optional.of(Base64.getEncoder().encodeToString(bytes));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String script(String name) {
    try (InputStream in = UserData.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The bootstrap script %s is not packaged".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
