package dev.runnerfleet.sandbox.core.aws;

import dev.runnerfleet.sandbox.core.aws.roster.Visibility;
import java.time.Duration;

/**
 * What can be chosen about the simulated AWS.
 *
 * @param seed all ids follow from it
 * @param pageTokenLife how long the token for a next page is good
 */
public record CloudSettings(
    String account,
    String region,
    Duration bootTime,
    long seed,
    Visibility visibility,
    Duration pageTokenLife,
    MarketSettings market) {

  /** A calm world: nothing is late, nothing is short, nothing is interrupted. */
  public CloudSettings(String account, String region, Duration bootTime, long seed) {
    this(
        account,
        region,
        bootTime,
        seed,
        Visibility.PROMPT,
        Duration.ofHours(1),
        MarketSettings.calm(seed));
  }
}
