package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.PoolName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders of one pool revision that leave as one call, the most urgent first. */
public record Gathered(PoolName pool, int poolRevision, List<LaunchOrder> orders) {

  /** Very large bodies are refused, and one refused call should not hold back a whole storm. */
  public static final int MOST_PER_CALL = 200;

  private static final Comparator<LaunchOrder> URGENCY =
      Comparator.comparing(LaunchOrder::purpose)
          .thenComparing(LaunchOrder::decidedAt)
          .thenComparing(order -> order.runner().value());

  public Gathered {
    orders = List.copyOf(orders);
  }

  /**
   * Gathers what is pending into as few calls as may be. Calls are in the order in which they
   * should get tokens: whoever holds the most urgent order goes first.
   */
  public static List<Gathered> from(List<LaunchOrder> pending, int mostPerCall) {
    Map<PoolRevision, List<LaunchOrder>> byPool = new LinkedHashMap<>();
    for (LaunchOrder order : pending.stream().sorted(URGENCY).toList()) {
      byPool
          .computeIfAbsent(
              new PoolRevision(order.pool(), order.poolRevision()), key -> new ArrayList<>())
          .add(order);
    }
    List<Gathered> calls = new ArrayList<>();
    byPool.forEach(
        (key, orders) -> {
          for (int from = 0; from < orders.size(); from += mostPerCall) {
            int to = Math.min(orders.size(), from + mostPerCall);
            calls.add(new Gathered(key.pool(), key.revision(), orders.subList(from, to)));
          }
        });
    calls.sort(Comparator.comparing(call -> call.orders().getFirst(), URGENCY));
    return List.copyOf(calls);
  }

  private record PoolRevision(PoolName pool, int revision) {}
}
