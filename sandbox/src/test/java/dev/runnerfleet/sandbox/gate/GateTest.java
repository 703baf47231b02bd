package dev.runnerfleet.sandbox.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no service of the sandbox gets to see. */
@QuarkusTest
class GateTest {
  private static final int MILLIS_TO_ANSWER = 20_000;

  /** Everything that is answered up to what is expected; a body that is announced never comes. */
  private static String said(String path, String header, String expected) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(MILLIS_TO_ANSWER);
      String request = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var heard = new StringBuilder();
      while (heard.indexOf(expected) < 0) {
        int read = socket.getInputStream().read();
        if (read < 0) {
          break;
        }
        heard.append((char) read);
      }
      return heard.toString();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/ec2, text/xml, <Code>RequestEntityTooLarge</Code>",
    "/gitlab/api/v4/user/runners, application/json, 413 Request Entity Too Large\"",
    "/imds/i-1/latest/api/token, text/html, <h1>413 - Request Entity Too Large</h1>",
    "/control/jobs, application/problem+json, '{\"status\":413,'",
  })
  void shouldRefuseABodyThatIsTooLarge(String path, String type, String answer) throws IOException {
    assertThat(said(path, "Content-Length: 900000000", answer))
        .startsWith("HTTP/1.1 413 ")
        .containsIgnoringCase("content-type: " + type)
        .contains(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "/ec2, <Code>InvalidRequest</Code>",
    "/gitlab/api/v4/user/runners, 415 Unsupported Media Type\"",
    "/control/workloads, '{\"status\":415,'",
  })
  void shouldRefuseATypeOfContentThatIsNone(String path, String answer) throws IOException {
    assertThat(said(path, "Content-Type: nonsense\r\nContent-Length: 0", answer))
        .startsWith("HTTP/1.1 415 ")
        .contains(answer);
  }
}
