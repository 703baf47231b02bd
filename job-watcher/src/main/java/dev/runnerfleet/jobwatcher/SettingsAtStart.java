package dev.runnerfleet.jobwatcher;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.jobwatcher.core.hook.Signature;
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
    if (config.webhookSecret().isEmpty() && config.webhookSigningToken().isEmpty()) {
      LOG.warn(
          "Neither runnerfleet.webhook-secret nor runnerfleet.webhook-signing-token is set: every"
              + " webhook is believed");
    }
    if (config.gitlab().token().isEmpty()) {
      LOG.warn(
          "No runnerfleet.gitlab.token is set: nothing is polled, and jobs' tags stay unknown");
    }
  }

  static void check(WatcherConfig config) {
    requireWeb("runnerfleet.gitlab.url", config.gitlab().url());
    require(
        config.pollInterval().compareTo(Duration.ofSeconds(1)) >= 0,
        "runnerfleet.poll-interval",
        config.pollInterval(),
        "a duration from 1s");
    require(
        config.pollSilentInterval().compareTo(Duration.ofSeconds(1)) >= 0,
        "runnerfleet.poll-silent-interval",
        config.pollSilentInterval(),
        "a duration from 1s");
    require(
        config.gitlab().requestsPerMinute() >= 20,
        "runnerfleet.gitlab.requests-per-minute",
        config.gitlab().requestsPerMinute(),
        "a number from 20");
    require(
        config.hooks().interval().compareTo(Duration.ofSeconds(1)) >= 0,
        "runnerfleet.hooks.interval",
        config.hooks().interval(),
        "a duration from 1s");
    config.webhookUrl().ifPresent(url -> requireWeb("runnerfleet.webhook-url", url));
    config
        .webhookSigningToken()
        .ifPresent(token -> Signature.of("runnerfleet.webhook-signing-token", token));
    require(
        config.keepHistory().compareTo(Duration.ofHours(1)) >= 0,
        "runnerfleet.keep-history",
        config.keepHistory(),
        "a duration from 1h");
  }

  private static void requireWeb(String key, URI address) {
    require(
        address.getHost() != null
            && ("http".equals(address.getScheme()) || "https".equals(address.getScheme())),
        key,
        address,
        "an http or https address");
  }

  private static void require(boolean right, String key, Object value, String expected) {
    if (!right) {
      throw new InvalidValueException(key, value, expected);
    }
  }
}
