package dev.runnerfleet.provisioner.runner;

import static io.restassured.RestAssured.given;

import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class HangingUpTest {

  /** More than there are database connections. */
  private static final int CLIENTS = 200;

  @Test
  void shouldServeOnThoughClientsHangUpBeforeTheyAreAnswered() throws IOException {
    // Given
    List<Socket> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      clients.add(ask());
    }

    // When
    for (Socket client : clients) {
      client.close();
    }

    // Then
    given().get("/runners").then().statusCode(200);
  }

  private Socket ask() throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    // Not after a polite goodbye: the connection is reset.
    socket.setSoLinger(true, 0);
    socket
        .getOutputStream()
        .write(
            "GET /runners HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
