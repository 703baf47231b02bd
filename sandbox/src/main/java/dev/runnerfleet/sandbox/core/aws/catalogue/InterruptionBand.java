package dev.runnerfleet.sandbox.core.aws.catalogue;

import java.util.Arrays;
import java.util.Optional;

/** How often AWS took a type's spot instances back within a month (AWS's Spot Instance Advisor). */
public enum InterruptionBand {
  UNDER_5("<5%", 0.03, 1),
  UNDER_10("5-10%", 0.075, 0.5),
  UNDER_15("10-15%", 0.125, 0.3),
  UNDER_20("15-20%", 0.175, 0.2),
  OVER_20(">20%", 0.30, 0.1);

  private static final double HOURS_OF_MONTH = 720;

  private final String text;
  private final double monthly;
  private final double depth;

  InterruptionBand(String text, double monthly, double depth) {
    this.text = text;
    this.monthly = monthly;
    this.depth = depth;
  }

  /** By the advisor's way to write it, such as {@code 5-10%}. */
  public static Optional<InterruptionBand> of(String text) {
    return Arrays.stream(values()).filter(band -> band.text.equals(text)).findFirst();
  }

  /** Interruptions of an instance per hour. */
  public double hourlyRate() {
    return -Math.log(1 - monthly) / HOURS_OF_MONTH;
  }

  /** Capacity in relation to the steadiest types: an assumption, AWS publishes none. */
  public double depth() {
    return depth;
  }
}
