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
import org.jspecify.annotations.Nullable;

/**
 * What a machine runs at its first boot: the same for every machine of a pool revision, and without
 * a secret. The pool's own script comes last and runs only where all before it went well; its own
 * bootstrap takes the place of ours and is told the same.
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
    this.linux =
        """
        watch_script() {
          cat <<'RUNNERFLEET_WATCH'
        %sRUNNERFLEET_WATCH
        }
        %s"""
            .formatted(script("bootstrap/linux-watch.sh"), script("bootstrap/linux.sh"));
    this.windows =
        """
        $RunnerfleetWatch = @'
        %s'@
        %s"""
            .formatted(script("bootstrap/windows-watch.ps1"), script("bootstrap/windows.ps1"));
  }

  /** The user data in base64, or nothing where it is too long. */
  Optional<String> of(Machine machine) {
    return switch (machine.executor()) {
      case DOCKER, SHELL -> linux(machine);
      case DOCKER_WINDOWS, SHELL_WINDOWS -> windows(machine);
    };
  }

  private Optional<String> linux(Machine machine) {
    String text =
        """
        #!/bin/bash
        RUNNERFLEET_ENROLMENT_URL='%s'
        RUNNERFLEET_EXECUTOR='%s'
        """
                .formatted(enrolmentUrl.replace("'", "%27"), name(machine))
            + bootstrap(machine, linux)
            // The bootstrap's strictness is its own business.
            + own("\ntrap - ERR EXIT\nset +euo pipefail\numask 022\n", machine.script());
    // As it is where it fits, for people to read; else compressed, which cloud-init unpacks.
    return fitting(utf8(text)).or(() -> fitting(gzip(utf8(text))));
  }

  private Optional<String> windows(Machine machine) {
    String told =
        """
        $RunnerfleetEnrolmentUrl = '%s'
        $RunnerfleetExecutor = '%s'
        """
            .formatted(enrolmentUrl.replace("'", "''"), name(machine));
    String text =
        bootstrap(machine, windows)
            + own("\n$ErrorActionPreference = 'Continue'\n", machine.script());
    return fitting(powershell(told + text)).or(() -> fitting(powershell(told + unpacking(text))));
  }

  private static byte[] powershell(String text) {
    return utf8("<powershell>\n" + text + "\n</powershell>\n");
  }

  /** EC2Launch unpacks nothing, but PowerShell can. */
  private static String unpacking(String text) {
    return """
        $packed = [Convert]::FromBase64String('%s')
        $stream = New-Object IO.Compression.GZipStream((New-Object IO.MemoryStream(,$packed)), 'Decompress')
        Invoke-Expression (New-Object IO.StreamReader($stream, [Text.Encoding]::UTF8)).ReadToEnd()"""
        .formatted(Base64.getEncoder().encodeToString(gzip(utf8(text))));
  }

  private static String bootstrap(Machine machine, String ours) {
    String own = machine.bootstrap();
    return own == null ? ours : own + "\n";
  }

  private static String own(String before, @Nullable String script) {
    return script == null ? "" : before + script + "\n";
  }

  private static String name(Machine machine) {
    return machine.executor().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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
