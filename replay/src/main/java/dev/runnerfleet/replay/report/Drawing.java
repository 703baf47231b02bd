package dev.runnerfleet.replay.report;

import java.util.List;
import java.util.Locale;

/** A chart as SVG, drawn by hand: two axes with their units, a legend above, lines and points. */
final class Drawing {

  static final List<String> COLOURS =
      List.of("#2f7ed8", "#d9822b", "#2e9d62", "#a44ab8", "#888888");

  private static final int WIDTH = 860;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 14;
  private static final int BOTTOM = 42;
  private static final int TOP = 44;
  private static final int LEGEND_LETTER = 7;

  private final StringBuilder svg = new StringBuilder();
  private final Scale across;
  private final Scale up;
  private int legend = LEFT;

  /**
   * An empty chart.
   *
   * @param name what it shows, for who cannot see it
   */
  Drawing(String name, Scale across, Scale up) {
    this(name, across, up, true);
  }

  /**
   * An empty chart.
   *
   * @param numbered whether what lies across has numbers
   */
  Drawing(String name, Scale across, Scale up, boolean numbered) {
    this.across = across;
    this.up = up;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox='0 0 %d %d' role=img aria-label='%s'>%n",
            WIDTH,
            HEIGHT,
            Page.escaped(name)));
    for (double tick : up.ticks()) {
      svg.append(
          String.format(
              Locale.ROOT, "<path class=grid d='M%d %.1fH%d'/>%n", LEFT, y(tick), WIDTH - RIGHT));
      text(LEFT - 6, y(tick) + 4, "end", up.text(tick));
    }
    if (numbered) {
      across
          .ticks()
          .forEach(tick -> text(x(tick), HEIGHT - BOTTOM + 16, "middle", across.text(tick)));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=axis d='M%d %d V%d H%d'/>%n",
            LEFT,
            TOP,
            HEIGHT - BOTTOM,
            WIDTH - RIGHT));
    text(WIDTH - RIGHT, HEIGHT - 6, "end", across.title());
    text(4, TOP - 12, "start", up.title());
  }

  /** A line through points of x and y. */
  void line(List<double[]> points, int colour) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(path.isEmpty() ? "M" : "L").append(place(point));
    }
    svg.append(
        String.format(
            Locale.ROOT, "<path class=line stroke='%s' d='%s'/>%n", COLOURS.get(colour), path));
  }

  private String place(double[] point) {
    return String.format(Locale.ROOT, "%.1f %.1f", x(point[0]), y(point[1]));
  }

  void point(double atX, double atY, int colour, String name) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx='%.1f' cy='%.1f' r='4.5' fill='%s'/>%n",
            x(atX),
            y(atY),
            COLOURS.get(colour)));
    boolean right = across.share(atX) > 0.85;
    text(x(atX) + (right ? -8 : 8), y(atY) - 7, right ? "end" : "start", name);
  }

  /** A bar from one height to another. */
  void bar(double from, double to, double bottom, double top, int colour, String name) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'><title>%s</title></rect>%n",
            x(from),
            y(top),
            x(to) - x(from),
            y(bottom) - y(top),
            COLOURS.get(colour),
            Page.escaped(name)));
  }

  /** A word at the foot of a chart whose x axis has no numbers. */
  void foot(double at, String name) {
    text(x(at), HEIGHT - BOTTOM + 18, "middle", name);
  }

  void above(double atX, double atY, String name) {
    text(x(atX), y(atY) - 5, "middle", name);
  }

  /** What a colour stands for, in a row above the chart. */
  void legend(int colour, String name) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x='%d' y='6' width='10' height='10' fill='%s'/>%n",
            legend,
            COLOURS.get(colour)));
    text(legend + 15, 15, "start", name);
    legend += 35 + name.length() * LEGEND_LETTER;
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n",
            x,
            y,
            anchor,
            Page.escaped(text)));
  }

  private double x(double value) {
    return LEFT + (WIDTH - RIGHT - LEFT) * across.share(value);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * up.share(value);
  }

  String end() {
    return svg.append("</svg>").toString();
  }
}
