package dev.runnerfleet.provisioner;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.pace.core.Limits;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Stops the start on settings that could never work, and says which and why. */
@ApplicationScoped
class SettingsAtStart {

  private static final Pattern FLEET_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private static final Logger LOG = Logger.getLogger(SettingsAtStart.class);

  private final ProvisionerConfig config;

  SettingsAtStart(ProvisionerConfig config) {
    this.config = config;
  }

  void check(@Observes StartupEvent start) {
    check(config);
    if (config.gitlab().token().isEmpty()) {
      LOG.warn("No runnerfleet.gitlab.token is set: no machine can enrol");
    }
  }

  static void check(ProvisionerConfig config) {
    require(
        FLEET_NAME.matcher(config.fleetName()).matches(),
        "runnerfleet.fleet-name",
        config.fleetName(),
        "lower-case letters, digits and inner hyphens, at most 32");
    address("runnerfleet.enrolment-url", config.enrolmentUrl());
    address("runnerfleet.report-url", config.reportUrl());
    address("runnerfleet.gitlab.url", config.gitlab().url());
    config.ec2().endpoint().ifPresent(uri -> address("runnerfleet.ec2.endpoint", uri));
    require(
        config.registrationTime().isPositive(),
        "runnerfleet.registration-time",
        config.registrationTime(),
        "a duration above zero, such as 10m");
    config
        .awsAccount()
        .ifPresent(
            account ->
                require(
                    ACCOUNT.matcher(account).matches(),
                    "runnerfleet.aws-account",
                    account,
                    "twelve digits"));
    config
        .identityCertificates()
        .ifPresent(
            folder ->
                require(
                    Files.isDirectory(folder),
                    "runnerfleet.identity-certificates",
                    folder,
                    "a folder with a <region>.pem for each region"));
    config
        .onDemandPrices()
        .ifPresent(
            file ->
                require(
                    Files.isRegularFile(file),
                    "runnerfleet.on-demand-prices",
                    file,
                    "a file with lines such as m7i.large=0.1008"));
    require(
        config.ec2().createFleetBurst() >= 1,
        "runnerfleet.ec2.create-fleet-burst",
        config.ec2().createFleetBurst(),
        "a number from 1, such as 5");
    require(
        config.ec2().createFleetPerSecond() > 0,
        "runnerfleet.ec2.create-fleet-per-second",
        config.ec2().createFleetPerSecond(),
        "a number above 0, such as 2");
    config.ec2().limits().forEach(SettingsAtStart::check);
    ProvisionerConfig.SpotBreakerKeys breaker = config.spotBreaker();
    require(
        breaker.troubles() >= 0,
        "runnerfleet.spot-breaker.troubles",
        breaker.troubles(),
        "a number from 0");
    require(
        breaker.window().isPositive(),
        "runnerfleet.spot-breaker.window",
        breaker.window(),
        "a duration above zero, such as 10m");
    require(
        breaker.openFor().isPositive(),
        "runnerfleet.spot-breaker.open-for",
        breaker.openFor(),
        "a duration above zero, such as 10m");
  }

  private static void check(String action, ProvisionerConfig.ApiLimit limit) {
    String key = "runnerfleet.ec2.limits." + action;
    require(
        Limits.isLimited(action),
        key,
        action,
        "one of " + String.join(", ", Limits.SETTABLE) + " (create-fleet has keys of its own)");
    require(limit.burst() >= 1, key + ".burst", limit.burst(), "a number from 1");
    require(limit.perSecond() > 0, key + ".per-second", limit.perSecond(), "a number above 0");
  }

  private static void address(String key, URI uri) {
    require(
        uri.getHost() != null
            && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())),
        key,
        uri,
        "an http or https address");
  }

  private static void require(boolean right, String key, Object value, String expected) {
    if (!right) {
      throw new InvalidValueException(key, value, expected);
    }
  }
}
