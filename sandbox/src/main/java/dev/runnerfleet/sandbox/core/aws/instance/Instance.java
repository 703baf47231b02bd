package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance as of one moment; every change makes a new one, so that it can be read while the
 * world moves on.
 *
 * @param sequence the order of launch, from 1
 * @param hourlyPrice in US dollars, fixed at launch
 * @param runningSince when its boot ended; null while it is pending or when it never ran
 * @param interruption null while AWS has not begun to take it back
 * @param ending null while nobody has ended it
 */
public record Instance(
    long sequence,
    String id,
    String reservationId,
    LaunchOrder order,
    String privateIp,
    Usd hourlyPrice,
    Map<String, String> tags,
    InstanceState state,
    Instant launchedAt,
    @Nullable Instant runningSince,
    @Nullable Interruption interruption,
    @Nullable Ending ending) {

  public Offering offering() {
    return order.offering();
  }

  public Subnet subnet() {
    return order.subnet();
  }

  /** The id that the GitLab Runner on this machine goes by, its {@code system_id}. */
  public String systemId() {
    return systemId(id);
  }

  static String systemId(String instanceId) {
    return "s_" + instanceId.substring(instanceId.indexOf('-') + 1);
  }

  public Instance running(Instant at) {
    return with(tags, InstanceState.RUNNING, at, interruption, ending);
  }

  public Instance interrupted(Interruption newInterruption) {
    return with(tags, state, runningSince, newInterruption, ending);
  }

  public Instance shuttingDown(Ending newEnding) {
    return with(tags, InstanceState.SHUTTING_DOWN, runningSince, interruption, newEnding);
  }

  public Instance terminated() {
    return with(tags, InstanceState.TERMINATED, runningSince, interruption, ending);
  }

  /** As if it had been launched so much earlier; what it costs stays as it is. */
  public Instance older(Duration by) {
    return new Instance(
        sequence,
        id,
        reservationId,
        order,
        privateIp,
        hourlyPrice,
        tags,
        state,
        launchedAt.minus(by),
        runningSince,
        interruption,
        ending);
  }

  public Instance tagged(Map<String, String> newTags) {
    return with(newTags, state, runningSince, interruption, ending);
  }

  /** As it was then, nearly: its tags are those of now. Nothing where it was not launched yet. */
  public Optional<Instance> asOf(Instant then) {
    if (launchedAt.isAfter(then)) {
      return Optional.empty();
    }
    boolean endedSince = ending != null && ending.at().isAfter(then);
    return Optional.of(
        endedSince ? with(tags, InstanceState.RUNNING, runningSince, interruption, null) : this);
  }

  private Instance with(
      Map<String, String> newTags,
      InstanceState newState,
      @Nullable Instant newRunningSince,
      @Nullable Interruption newInterruption,
      @Nullable Ending newEnding) {
    return new Instance(
        sequence,
        id,
        reservationId,
        order,
        privateIp,
        hourlyPrice,
        newTags,
        newState,
        launchedAt,
        newRunningSince,
        newInterruption,
        newEnding);
  }
}
