package dev.runnerfleet.sandbox.webhook;

import java.time.Duration;
import java.util.List;

/** What becomes of webhooks on their way, by somebody's order. */
public interface DeliveryFaults {

  /**
   * How often a delivery arrives, and how late each time: none where it is lost, several where it
   * is doubled, and one that is delayed where others are to overtake it.
   *
   * @param event as GitLab's header names it, such as {@code Job Hook}
   * @param project its path
   */
  List<Duration> arrivals(String event, String project);
}
