package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.InvalidValueException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Stops the start on settings that could never work, and warns of those that are unwise. */
@ApplicationScoped
class SettingsAtStart {

  private static final Logger LOG = Logger.getLogger(SettingsAtStart.class);

  private final WatcherConfig config;

  SettingsAtStart(WatcherConfig config) {
    this.config = config;
  }

  void check(@Observes StartupEvent start) {
    check(config);
    if (config.webhookSecret().isEmpty()) {
      LOG.warn("No runnerfleet.webhook-secret is set: every webhook is believed");
    }
    if (config.gitlab().token().isEmpty()) {
      LOG.warn(
          "No runnerfleet.gitlab.token is set: nothing is polled, and jobs' tags stay unknown");
    }
  }

  static void check(WatcherConfig config) {
    URI gitlab = config.gitlab().url();
    require(
        gitlab.getHost() != null
            && ("http".equals(gitlab.getScheme()) || "https".equals(gitlab.getScheme())),
        "runnerfleet.gitlab.url",
        gitlab,
        "an http or https address");
    require(
        config.pollInterval().compareTo(Duration.ofSeconds(1)) >= 0,
        "runnerfleet.poll-interval",
        config.pollInterval(),
        "a duration from 1s");
    require(
        config.keepHistory().compareTo(Duration.ofHours(1)) >= 0,
        "runnerfleet.keep-history",
        config.keepHistory(),
        "a duration from 1h");
  }

  private static void require(boolean right, String key, Object value, String expected) {
    if (!right) {
      throw new InvalidValueException(key, value, expected);
    }
  }
}
