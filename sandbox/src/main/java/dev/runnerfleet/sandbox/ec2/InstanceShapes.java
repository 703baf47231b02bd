package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.Ending;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;

/** EC2's shape of an instance. */
final class InstanceShapes {
  private static final DateTimeFormatter TRANSITION_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

  private InstanceShapes() {}

  static software.amazon.awssdk.services.ec2.model.InstanceState state(InstanceState state) {
    return software.amazon.awssdk.services.ec2.model.InstanceState.builder()
        .code(state.code())
        .name(state.wireName())
        .build();
  }

  static software.amazon.awssdk.services.ec2.model.Instance instance(
      Instance instance, String account) {
    TemplateData data = instance.order().template().data();
    var shape =
        software.amazon.awssdk.services.ec2.model.Instance.builder()
            .instanceId(instance.id())
            .imageId(instance.order().image())
            .state(state(instance.state()))
            .stateTransitionReason("")
            .instanceType(instance.offering().type().name())
            .architecture(instance.offering().type().architecture())
            .launchTime(instance.launchedAt())
            .placement(p -> p.availabilityZone(zone(instance)).tenancy("default"))
            .clientToken(instance.order().clientToken())
            .keyName(data.keyName())
            .amiLaunchIndex(0)
            .virtualizationType("hvm")
            .hypervisor("xen")
            .rootDeviceType("ebs")
            .rootDeviceName("/dev/xvda")
            .ebsOptimized(true)
            .monitoring(m -> m.state("disabled"))
            .metadataOptions(m -> m.httpTokens("required").httpPutResponseHopLimit(1))
            .tags(Shapes.tags(instance.tags()));
    if (instance.offering().market() == Market.SPOT) {
      shape.instanceLifecycle("spot");
    }
    String profile = data.instanceProfile();
    if (profile != null) {
      shape.iamInstanceProfile(p -> p.arn(profileArn(profile, account)));
    }
    network(shape, instance, data);
    ending(shape, instance);
    return shape.build();
  }

  private static String zone(Instance instance) {
    return instance.offering().zone().name();
  }

  private static String profileArn(String profile, String account) {
    return profile.startsWith("arn:")
        ? profile
        : "arn:aws:iam::" + account + ":instance-profile/" + profile;
  }

  /** A terminated instance has given back its address and left its subnet. */
  private static void network(
      software.amazon.awssdk.services.ec2.model.Instance.Builder shape,
      Instance instance,
      TemplateData data) {
    if (instance.state() == InstanceState.TERMINATED) {
      return;
    }
    shape
        .privateIpAddress(instance.privateIp())
        .privateDnsName(privateDnsName(instance))
        .subnetId(instance.subnet().id())
        .vpcId(instance.subnet().vpc())
        .securityGroups(
            data.securityGroups().stream()
                .map(id -> GroupIdentifier.builder().groupId(id).groupName("runners").build())
                .toList());
  }

  static String privateDnsName(Instance instance) {
    return "ip-" + instance.privateIp().replace('.', '-') + ".ec2.internal";
  }

  private static void ending(
      software.amazon.awssdk.services.ec2.model.Instance.Builder shape, Instance instance) {
    Ending ending = instance.ending();
    if (ending != null) {
      shape
          .stateTransitionReason("User initiated (" + TRANSITION_TIME.format(ending.at()) + ")")
          .stateReason(
              r -> r.code(ending.cause().reasonCode()).message(ending.cause().reasonMessage()));
    }
  }
}
