package dev.runnerfleet.sandbox.gitlab.wire;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What GitLab says of time with each answer: what time it is, and how long it took. */
class Timing {
  private static final String API = "/gitlab/api/";
  private static final String BEGUN = "dev.runnerfleet.sandbox.begun";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final double NANOS = 1e9;

  private final Clock clock;

  Timing(Clock clock) {
    this.clock = clock;
  }

  @ServerRequestFilter
  public void begin(ContainerRequestContext request) {
    request.setProperty(BEGUN, System.nanoTime());
  }

  @ServerResponseFilter
  public void end(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getUriInfo().getPath().startsWith(API)) {
      response.getHeaders().putSingle("Date", HTTP_DATE.format(clock.instant()));
      if (request.getProperty(BEGUN) instanceof Long begun) {
        double took = (System.nanoTime() - begun) / NANOS;
        response.getHeaders().putSingle("X-Runtime", String.format(Locale.ROOT, "%.6f", took));
      }
    }
  }
}
