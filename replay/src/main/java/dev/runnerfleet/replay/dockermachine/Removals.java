package dev.runnerfleet.replay.dockermachine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Removes machines, and tries again where AWS refuses: every thirty seconds, thirty times, from the
 * fourth on one at a time. What still stands then is forgotten, and stays at AWS: "remote VM may be
 * orphaned" (finalizeRemoval of provider.go).
 */
final class Removals {

  static final Duration BETWEEN = Duration.ofSeconds(30);
  static final int ATTEMPTS = 30;
  private static final int STUCK_AFTER = 3;

  private final Surroundings around;
  private final Hardware hardware;
  private final Consumer<Machine> forget;
  private boolean halted;

  Removals(Surroundings around, Hardware hardware, Consumer<Machine> forget) {
    this.around = around;
    this.hardware = hardware;
    this.forget = forget;
  }

  /** Nobody goes on with what is under way. */
  void halt() {
    halted = true;
  }

  void begin(Machine machine) {
    around.later(around.oneWay(), () -> attempt(machine, 1));
  }

  private void attempt(Machine machine, int number) {
    if (halted) {
      return;
    }
    if (hardware.terminate(machine)) {
      around.later(around.oneWay(), () -> forget.accept(machine));
    } else if (number == ATTEMPTS) {
      forget.accept(machine);
    } else {
      Instant again = around.timeline().now().plus(BETWEEN);
      boolean stuck = number >= STUCK_AFTER;
      around
          .timeline()
          .at(
              stuck ? around.stuck().turn(again, around.oneWay().multipliedBy(2)) : again,
              () -> attempt(machine, number + 1));
    }
  }
}
