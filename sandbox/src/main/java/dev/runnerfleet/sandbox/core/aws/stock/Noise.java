package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import java.time.Duration;
import java.time.Instant;

/**
 * A smooth course between -1 and 1 for each offering: drawn at every period's start and eased in
 * between. It is a function of seed and time alone, so that the world has no course to keep, and
 * any past or future moment can be asked for.
 */
final class Noise {
  private final long seed;
  private final Duration period;

  Noise(long seed, Duration period) {
    this.seed = seed;
    this.period = period;
  }

  double at(Offering offering, Instant at) {
    long key = mix(seed + key(offering));
    // Each offering turns at moments of its own.
    long seconds = at.getEpochSecond() + Math.floorMod(key, period.toSeconds());
    long step = Math.floorDiv(seconds, period.toSeconds());
    double share = (double) Math.floorMod(seconds, period.toSeconds()) / period.toSeconds();
    double eased = share * share * (3 - 2 * share);
    return draw(key + step) * (1 - eased) + draw(key + step + 1) * eased;
  }

  /** The same in every process, which an enum's or a record's own hash code is not. */
  static long key(Offering offering) {
    long names = 31L * offering.type().name().hashCode() + offering.zone().name().hashCode();
    return mix(names * 31 + offering.market().wireName().hashCode());
  }

  private static double draw(long number) {
    return (mix(number) >>> 11) * 0x1.0p-52 - 1;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
