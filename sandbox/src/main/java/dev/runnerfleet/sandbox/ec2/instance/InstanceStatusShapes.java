package dev.runnerfleet.sandbox.ec2.instance;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;

/** EC2's shape of an instance's status checks, which here never find anything wrong. */
final class InstanceStatusShapes {
  /** The checks come every minute, so that the first has no result before. */
  private static final Duration FIRST_CHECK = Duration.ofMinutes(1);

  private InstanceStatusShapes() {}

  static InstanceStatus status(Instance instance, Instant now) {
    var summary = summary(instance, now);
    return InstanceStatus.builder()
        .instanceId(instance.id())
        .availabilityZone(instance.offering().zone().name())
        .availabilityZoneId(instance.offering().zone().id())
        .instanceState(InstanceShapes.state(instance.state()))
        .instanceStatus(summary)
        .systemStatus(summary)
        .build();
  }

  private static InstanceStatusSummary summary(Instance instance, Instant now) {
    Instant running = instance.runningSince();
    if (instance.state() != InstanceState.RUNNING || running == null) {
      return InstanceStatusSummary.builder().status("not-applicable").build();
    }
    boolean checked = !now.isBefore(running.plus(FIRST_CHECK));
    return InstanceStatusSummary.builder()
        .status(checked ? "ok" : "initializing")
        .details(
            InstanceStatusDetails.builder()
                .name("reachability")
                .status(checked ? "passed" : "initializing")
                .build())
        .build();
  }
}
