package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.api.CallCounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The world in numbers.
 *
 * @param instances by EC2 state
 * @param runners by GitLab status
 * @param jobs by GitLab status
 * @param calls of the EC2 API, by action and then by result: {@code ok} or the error code
 * @param refusedCalls of the EC2 API, all of those that were not {@code ok}
 * @param money US dollars spent on instances, by market
 * @param busyInstancesTerminated instances that were ended while a job ran on them, by cause
 */
public record WorldSnapshot(
    Instant now,
    Map<String, Long> instances,
    Map<String, Long> runners,
    Map<String, Long> jobs,
    Map<String, Map<String, Long>> calls,
    long refusedCalls,
    Map<String, BigDecimal> money,
    Map<String, Long> busyInstancesTerminated) {

  static WorldSnapshot of(World world) {
    Cloud cloud = world.cloud();
    return new WorldSnapshot(
        world.now(),
        instances(cloud),
        world.forge().runnerCounts(),
        world.forge().jobCounts(),
        cloud.calls().snapshot(),
        refused(cloud),
        money(cloud, world.now()),
        busyInstancesTerminated(cloud));
  }

  private static Map<String, Long> instances(Cloud cloud) {
    var counts = new TreeMap<String, Long>();
    cloud.instances().counts().forEach((state, count) -> counts.put(state.wireName(), count));
    return counts;
  }

  private static long refused(Cloud cloud) {
    return cloud.calls().snapshot().values().stream()
        .flatMap(results -> results.entrySet().stream())
        .filter(result -> !result.getKey().equals(CallCounts.OK))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Map<String, BigDecimal> money(Cloud cloud, Instant now) {
    var money = new TreeMap<String, BigDecimal>();
    cloud
        .instances()
        .spent(now)
        .forEach((market, usd) -> money.put(market.wireName(), usd.amount()));
    return money;
  }

  private static Map<String, Long> busyInstancesTerminated(Cloud cloud) {
    var counts = new TreeMap<String, Long>();
    cloud.instances().endedBusy().forEach((cause, count) -> counts.put(cause.causeName(), count));
    return counts;
  }
}
