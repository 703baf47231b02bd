package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.sandbox.core.effect.Effect;
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
