package dev.runnerfleet.replay.dockermachine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Creates machines; each waits for its turn where their number at a time is limited. */
final class Creations {

  private final Surroundings around;
  private final Hardware hardware;
  private final int most;
  private final Outcomes outcomes;
  private final Deque<Machine> notBegun = new ArrayDeque<>();
  private int underWay;
  private boolean halted;

  /** What becomes of machines, while the manager that created them lives. */
  record Outcomes(Consumer<Machine> booted, Consumer<Machine> failed, Consumer<Machine> lost) {}

  /**
   * Creations.
   *
   * @param most MaxGrowthRate; 0 for no limit
   */
  Creations(Surroundings around, Hardware hardware, int most, Outcomes outcomes) {
    this.around = around;
    this.hardware = hardware;
    this.most = most;
    this.outcomes = outcomes;
  }

  /** Nobody goes on with what is under way. */
  void halt() {
    halted = true;
    notBegun.clear();
  }

  void begin(Machine machine) {
    if (most > 0 && underWay >= most) {
      notBegun.add(machine);
      return;
    }
    underWay++;
    if (!hardware.launch(machine, news(machine))) {
      around.later(around.oneWay().multipliedBy(2), () -> failed(machine));
    }
  }

  // No back-off: the next look, or the job itself, creates again.
  private void failed(Machine machine) {
    if (!halted) {
      next();
      outcomes.failed().accept(machine);
    }
  }

  private void next() {
    underWay--;
    Machine machine = notBegun.poll();
    if (machine != null) {
      begin(machine);
    }
  }

  private Hardware.News news(Machine machine) {
    return new Hardware.News() {
      @Override
      public void up() {
        next();
        outcomes.booted().accept(machine);
      }

      @Override
      public void lost() {
        if (machine.state() == Machine.State.CREATING) {
          next();
        }
        outcomes.lost().accept(machine);
      }
    };
  }

  /** What is heard of a machine that an earlier process of the manager created. */
  Hardware.News ofFound(Machine machine) {
    return new Hardware.News() {
      @Override
      public void up() {
        // The creation died with the process that had begun it: nobody waits for its end.
      }

      @Override
      public void lost() {
        outcomes.lost().accept(machine);
      }
    };
  }
}
