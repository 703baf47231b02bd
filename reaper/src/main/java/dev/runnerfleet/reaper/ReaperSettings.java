package dev.runnerfleet.reaper;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.pace.core.Limits;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Stops the start on settings that cannot be. */
@ApplicationScoped
class ReaperSettings {

  void check(@Observes StartupEvent start, ReaperConfig config) {
    check(config);
  }

  static void check(ReaperConfig config) {
    // GitLab's descriptions carry the name between slashes, and end it with the next one.
    if (!config.fleetName().matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new InvalidValueException(
          "runnerfleet.fleet-name", config.fleetName(), "letters, digits, dots and hyphens");
    }
    atLeast("runnerfleet.drain-grace", config.drainGrace(), Duration.ofMillis(100));
    atLeast("runnerfleet.drain-interval", config.drainInterval(), Duration.ofMillis(10));
    atLeast("runnerfleet.registration-time", config.registrationTime(), Duration.ofSeconds(1));
    atLeast("runnerfleet.sweep-interval", config.sweepInterval(), Duration.ofSeconds(1));
    // Sweeps and rescues of jobs still look at machines that ended a while ago.
    atLeast("runnerfleet.keep-history", config.keepHistory(), Duration.ofHours(1));
    config
        .awsAccount()
        .filter(number -> !number.matches("[0-9]{12}"))
        .ifPresent(
            number -> {
              throw new InvalidValueException(
                  "runnerfleet.aws-account", number, "an AWS account's number, of twelve digits");
            });
    config
        .ec2()
        .limits()
        .keySet()
        .forEach(
            action -> {
              if (!Limits.isLimited(action)) {
                throw new InvalidValueException(
                    "runnerfleet.ec2.limits", action, "one of " + Limits.SETTABLE);
              }
            });
  }

  private static void atLeast(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new InvalidValueException(key, value, shown(least) + " or longer");
    }
  }

  private static String shown(Duration duration) {
    return duration.toMillis() < 1000 ? duration.toMillis() + "ms" : duration.toSeconds() + "s";
  }
}
