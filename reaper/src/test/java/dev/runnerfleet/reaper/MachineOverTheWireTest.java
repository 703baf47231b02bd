package dev.runnerfleet.reaper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.reaper.SandboxFleet.Member;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A machine of the sandbox that lives by itself, as our bootstrap has real ones live. */
@QuarkusTest
class MachineOverTheWireTest extends OverTheWire {

  @Test
  void shouldSaveTheJobByTheMachinesOwnWordThoughNoMessageCame() throws IOException {
    // Given: a machine that has enrolled and works a job
    AtomicReference<String> enrolment = new AtomicReference<>("");
    HttpServer provisioner = provisioner(enrolment);
    try {
      String url = "http://localhost:%d/enrolments".formatted(provisioner.getAddress().getPort());
      Member member =
          sandbox.make(RETRIES, "#!/bin/bash\nRUNNERFLEET_ENROLMENT_URL='%s'\n".formatted(url));
      member.tellOfLaunch(Instant.now());
      member.tellOfRegistration(Instant.now());
      enrolment.set(answer(member));
      long job = sandbox.makeJob("machine/saved", member.tag(), null);
      await().atMost(SOON).until(() -> "running".equals(sandbox.jobStatus("machine/saved", job)));

      // When
      sandbox.fault("lose-messages", Map.of());
      sandbox.order(
          "/instances/%s/interrupt".formatted(member.instance()), Map.of("late", "PT97S"));

      // Then
      assertThat(awaitTold(RunnerInterrupted.class, member).kind())
          .isEqualTo(RunnerInterrupted.Kind.SPOT_INTERRUPTION);
      awaitRescue(job, "Retried");
      assertThat(
              sandbox
                  .jobs("machine/saved")
                  .getString("find { it.id == %d }.failure_reason".formatted(job)))
          .isEqualTo("runner_interrupted");
      assertThat(sandbox.jobs("machine/saved").getList("id")).hasSize(2);
    } finally {
      provisioner.stop(0);
    }
  }

  /** Answers enrolments once there is an answer. */
  private static HttpServer provisioner(AtomicReference<String> enrolment) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = enrolment.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String answer(Member member) {
    return """
        {"runner": "%s", "gitlabUrl": "%s", "token": "%s", "executor": "docker", "slots": 1,
         "reportUrl": "http://localhost:%d/reports", "reportKey": "%s"}
        """
        .formatted(
            member.runner(),
            setting("runnerfleet.gitlab.url"),
            member.token(),
            RestAssured.port,
            member.reportKey());
  }
}
