package dev.runnerfleet.sandbox.machine.wire;

import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;

/**
 * Sorts HTTP answers: good ones pass, refusals and those worth asking again fail each their way.
 */
public final class Answers {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  private Answers() {}

  public static HttpResponse<Buffer> good(HttpResponse<Buffer> response, String what) {
    int status = response.statusCode();
    if (status < 300) {
      return response;
    }
    String message = what + " was answered with " + status;
    if (status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
      throw new IllegalStateException(message);
    }
    throw new RefusedException(message);
  }
}
