package dev.runnerfleet.provisioner.core.offering;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pool should trust spot. Too many interruptions and refusals within a window open it;
 * after a while one machine is tried at spot, and its success closes it again.
 *
 * @param recent what went wrong within the window, each once, the oldest first
 * @param openedAt since when spot is avoided
 * @param triedUntil until when the outcome of a trial is waited for
 */
public record SpotBreaker(
    List<Trouble> recent, @Nullable Instant openedAt, @Nullable Instant triedUntil) {

  public static final SpotBreaker CLOSED = new SpotBreaker(List.of(), null, null);

  public SpotBreaker {
    recent = List.copyOf(recent);
  }

  /** An interruption or a refused call, told apart from others by its id. */
  public record Trouble(String id, Instant at) {}

  /**
   * When it opens and for how long.
   *
   * @param troubles so many within the window open it; 0: it never opens
   */
  public record Setting(int troubles, Duration window, Duration openFor) {}

  /** What it lets through. */
  public enum Mode {
    /** Spot as usual. */
    CLOSED,
    /** No spot. */
    OPEN,
    /** One machine at spot, to see. */
    HALF_OPEN
  }

  public Mode mode(Setting setting, Instant now) {
    Instant since = openedAt;
    if (since == null || setting.troubles() == 0) {
      return Mode.CLOSED;
    }
    if (now.isBefore(since.plus(setting.openFor()))) {
      return Mode.OPEN;
    }
    Instant tried = triedUntil;
    return tried != null && tried.isAfter(now) ? Mode.OPEN : Mode.HALF_OPEN;
  }

  /** After something went wrong. The same trouble told twice counts once. */
  public SpotBreaker after(Trouble trouble, Setting setting, Instant now) {
    Instant oldest = now.minus(setting.window());
    if (trouble.at().isBefore(oldest)
        || recent.stream().anyMatch(each -> each.id().equals(trouble.id()))) {
      return this;
    }
    List<Trouble> kept = new ArrayList<>(recent);
    kept.removeIf(each -> each.at().isBefore(oldest));
    kept.add(trouble);
    if (openedAt == null && setting.troubles() > 0 && kept.size() >= setting.troubles()) {
      return new SpotBreaker(kept, now, null);
    }
    // More than would open it need not be kept.
    int surplus = Math.max(0, kept.size() - Math.max(1, setting.troubles()));
    return new SpotBreaker(kept.subList(surplus, kept.size()), openedAt, triedUntil);
  }

  /** While one machine is tried. */
  public SpotBreaker trying(Instant until) {
    return new SpotBreaker(recent, openedAt, until);
  }

  /** After spot gave a machine: closes it if that was the trial. */
  public SpotBreaker afterLaunch(Setting setting, Instant now) {
    return openedAt == null || now.isBefore(openedAt.plus(setting.openFor())) ? this : CLOSED;
  }

  /** After spot gave nothing: opens it for another while if that was the trial. */
  public SpotBreaker afterRefusal(Trouble trouble, Setting setting, Instant now) {
    boolean trial = openedAt != null && !now.isBefore(openedAt.plus(setting.openFor()));
    return trial ? new SpotBreaker(recent, now, null) : after(trouble, setting, now);
  }
}
