package dev.runnerfleet.provisioner.core.launch;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders that may leave as one call, the most urgent first: of one pool revision, and with the same
 * demand on the market.
 */
public record Gathered(
    PoolName pool, int poolRevision, Offering.@Nullable Market market, List<LaunchOrder> orders) {

  /** Very large bodies are refused, and one refused call should not hold back a whole storm. */
  public static final int MOST_PER_CALL = 200;

  static final Comparator<LaunchOrder> URGENCY =
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
    Map<Kind, List<LaunchOrder>> byKind = new LinkedHashMap<>();
    for (LaunchOrder order : pending.stream().sorted(URGENCY).toList()) {
      byKind
          .computeIfAbsent(
              new Kind(order.pool(), order.poolRevision(), order.market()),
              key -> new ArrayList<>())
          .add(order);
    }
    List<Gathered> calls = new ArrayList<>();
    byKind.forEach(
        (kind, orders) -> {
          for (int from = 0; from < orders.size(); from += mostPerCall) {
            int to = Math.min(orders.size(), from + mostPerCall);
            calls.add(
                new Gathered(
                    kind.pool(), kind.revision(), kind.market(), orders.subList(from, to)));
          }
        });
    calls.sort(Comparator.comparing(call -> call.orders().getFirst(), URGENCY));
    return List.copyOf(calls);
  }

  private record Kind(PoolName pool, int revision, Offering.@Nullable Market market) {}
}
