package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What a machine runs at its first boot: the same for every machine of a pool revision, and without
 * a secret.
 */
@ApplicationScoped
class UserData {

  /** EC2's limit, before base64 (Amazon EC2 User Guide, "Run commands at launch"). */
  static final int MOST_BYTES = 16 * 1024;

  private final String enrolmentUrl;
  private final String linux;

  UserData(ProvisionerConfig config) {
    this.enrolmentUrl = config.enrolmentUrl().toString();
    this.linux = script("bootstrap/linux.sh");
  }

  /** The user data in base64, or nothing where there is none for the executor or it is too long. */
  Optional<String> of(Machine machine) {
    return switch (machine.executor()) {
      case DOCKER, SHELL -> linux(machine);
      case DOCKER_WINDOWS, SHELL_WINDOWS -> Optional.empty();
    };
  }

  private Optional<String> linux(Machine machine) {
    String text =
        """
        #!/bin/bash
        RUNNERFLEET_ENROLMENT_URL='%s'
        RUNNERFLEET_EXECUTOR='%s'
        %s"""
            .formatted(
                enrolmentUrl.replace("'", "%27"),
                machine.executor().name().toLowerCase(Locale.ROOT),
                linux);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length > MOST_BYTES
        ? Optional.empty()
        : Optional.of(Base64.getEncoder().encodeToString(bytes));
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
