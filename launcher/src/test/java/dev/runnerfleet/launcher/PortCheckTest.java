package dev.runnerfleet.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortCheckTest {

  @Test
  void shouldNameThePortAndWhatWantedItAndWhatToDo() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given
      int taken = socket.getLocalPort();
      Map<Part, Integer> ports = new EnumMap<>(Ports.free().byPart());
      ports.put(Part.SCALER, taken);

      // When
      assertThatThrownBy(() -> PortCheck.requireFree(stackOn(new Ports(ports, Ports.free().sqs()))))

          // Then
          .isInstanceOf(StartFailedException.class)
          .hasMessage(
              "Port %d is in use, and scaler wants it: stop what listens there (lsof -nP -iTCP:%d -sTCP:LISTEN names it) or set RUNNERFLEET_SCALER_PORT to a free port."
                  .formatted(taken, taken));
    }
  }

  @Test
  void shouldBeContentWithFreePorts() {
    assertThatCode(() -> PortCheck.requireFree(stackOn(Ports.free()))).doesNotThrowAnyException();
  }

  @Test
  void shouldTakePortsFromTheEnvironment() {
    // When
    Ports ports = Ports.from(Map.of("RUNNERFLEET_JOB_WATCHER_PORT", "9001"));

    // Then
    assertThat(ports.of(Part.JOB_WATCHER)).isEqualTo(9001);
    assertThat(ports.of(Part.SCALER)).isEqualTo(8082);
  }

  @Test
  void shouldSayWhichVariableHoldsNoPort() {
    assertThatThrownBy(() -> Ports.from(Map.of("RUNNERFLEET_KAFKA_PORT", "70000")))
        .isInstanceOf(StartFailedException.class)
        .hasMessage("RUNNERFLEET_KAFKA_PORT is '70000'; expected a port number from 1 to 65535.");
  }

  private static StackSettings stackOn(Ports ports) {
    return new StackSettings(
        Path.of("."), Path.of("."), ports, StackSettings.Cloud.SANDBOX, Map.of(), false);
  }
}
