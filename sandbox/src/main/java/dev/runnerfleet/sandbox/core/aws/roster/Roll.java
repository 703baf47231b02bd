package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The instances that there are, by order of launch and by id. */
final class Roll {
  private final TreeMap<Long, Instance> bySequence = new TreeMap<>();
  private final Map<String, Long> sequences = new HashMap<>();

  void put(Instance instance) {
    bySequence.put(instance.sequence(), instance);
    sequences.put(instance.id(), instance.sequence());
  }

  void remove(Instance instance) {
    bySequence.remove(instance.sequence());
    sequences.remove(instance.id());
  }

  Optional<Instance> find(String id) {
    Long sequence = sequences.get(id);
    return sequence == null ? Optional.empty() : Optional.ofNullable(bySequence.get(sequence));
  }

  /** Those with these ids, each once; all must be there and {@code seen}. */
  List<Instance> require(List<String> ids, Predicate<Instance> seen) {
    var found = new ArrayList<Instance>();
    var missing = new ArrayList<String>();
    for (String id : new LinkedHashSet<>(ids)) {
      InstanceIds.checkForm(id);
      find(id).filter(seen).ifPresentOrElse(found::add, () -> missing.add(id));
    }
    if (!missing.isEmpty()) {
      throw InstanceIds.notFound(missing);
    }
    return found;
  }

  List<Instance> list(Predicate<Instance> wanted, long after, int limit) {
    return bySequence.tailMap(after, false).values().stream().filter(wanted).limit(limit).toList();
  }

  /** How many there are in each state. */
  Map<InstanceState, Long> counts() {
    var counts = new EnumMap<InstanceState, Long>(InstanceState.class);
    for (InstanceState state : InstanceState.values()) {
      counts.put(state, 0L);
    }
    bySequence.values().forEach(instance -> counts.merge(instance.state(), 1L, Long::sum));
    return counts;
  }
}
