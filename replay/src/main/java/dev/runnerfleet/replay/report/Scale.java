package dev.runnerfleet.replay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an axis shows, from end to end.
 *
 * @param title what it is, with its unit
 */
record Scale(double least, double most, String title) {

  private static final int ABOUT = 5;

  Scale {
    most = most <= least ? least + 1 : most;
  }

  /** From nothing on. */
  static Scale upTo(double most, String title) {
    return new Scale(0, most, title);
  }

  /** Around what there is, with some room on both sides; never below nothing. */
  static Scale around(double least, double most, String title) {
    double room = Math.max((most - least) * 0.15, most * 0.02);
    return new Scale(Math.max(0, least - room), most + room, title);
  }

  /** Where between its ends a value lies, from 0 to 1. */
  double share(double value) {
    return (value - least) / (most - least);
  }

  /** Round values, a handful of them. */
  List<Double> ticks() {
    double step = step();
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(least / step) * step; tick <= most + step / 1e6; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  // 1, 2 or 5 times a power of ten.
  private double step() {
    double rough = (most - least) / ABOUT;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return power * (times > 5 ? 10 : times > 2 ? 5 : times > 1 ? 2 : 1);
  }

  String text(double tick) {
    double step = step();
    int digits = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
    return String.format(Locale.ROOT, "%,." + digits + "f", tick);
  }
}
