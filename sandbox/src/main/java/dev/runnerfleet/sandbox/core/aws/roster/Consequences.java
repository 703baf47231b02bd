package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.instance.EndCause;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceStateChanged;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What follows from instances starting and ending: effects to hand out, and the sandbox's books.
 */
final class Consequences {
  private final List<Effect> effects = new ArrayList<>();
  private final Map<EndCause, Long> endedBusy = new EnumMap<>(EndCause.class);

  void add(Effect effect) {
    effects.add(effect);
  }

  /** An instance has come into the state that it is in. */
  void changed(Instance instance, Instant at) {
    add(new InstanceStateChanged(instance.id(), instance.state(), at));
  }

  List<Effect> take() {
    if (effects.isEmpty()) {
      return List.of();
    }
    var taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  void countBusy(EndCause cause) {
    endedBusy.merge(cause, 1L, Long::sum);
  }

  Map<EndCause, Long> endedBusy() {
    return new EnumMap<>(endedBusy);
  }
}
