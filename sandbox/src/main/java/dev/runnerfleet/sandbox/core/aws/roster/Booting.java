package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceRunning;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** How instances come up, or do not. */
final class Booting {
  private final Duration time;
  private final Roll roll;
  private final Agenda agenda;
  private final Consequences consequences;
  private final Set<String> mute = new HashSet<>();
  private Boot.Fate fate = (order, planned) -> planned;

  Booting(Duration time, Roll roll, Agenda agenda, Consequences consequences) {
    this.time = time;
    this.roll = roll;
    this.agenda = agenda;
    this.consequences = consequences;
  }

  /** From now on {@code decided} says how instances come up. */
  void as(Boot.Fate decided) {
    fate = decided;
  }

  void begin(Instance instance, Instant at) {
    Boot boot = fate.of(instance.order(), new Boot(time, Boot.Outcome.WORKS));
    var end =
        switch (boot.outcome()) {
          case WORKS -> Agenda.Step.RUN;
          case MUTE -> {
            mute.add(instance.id());
            yield Agenda.Step.RUN;
          }
          case DIES -> Agenda.Step.DIE;
        };
    agenda.plan(at.plus(boot.takes()), instance.id(), end);
  }

  /** Its boot is over; an instance that was ended meanwhile never runs. */
  void run(Instance instance, Instant at) {
    boolean silent = mute.remove(instance.id());
    if (instance.state() == InstanceState.PENDING) {
      var running = instance.running(at);
      roll.put(running);
      if (!silent) {
        consequences.add(new InstanceRunning(running));
      }
      consequences.changed(running, at);
    }
  }
}
