package dev.runnerfleet.sandbox.ec2.instance;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.Ending;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceState;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.volume.Volume;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.ec2.instance.InstanceActions.Seen;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;

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

  static software.amazon.awssdk.services.ec2.model.Instance instance(Seen seen, String account) {
    Instance instance = seen.instance();
    TemplateData data = instance.order().data();
    var shape =
        software.amazon.awssdk.services.ec2.model.Instance.builder()
            .instanceId(instance.id())
            .imageId(instance.order().image())
            .state(state(instance.state()))
            .stateTransitionReason("")
            .instanceType(instance.offering().type().name())
            .architecture(instance.offering().type().architecture())
            .launchTime(instance.launchedAt())
            .placement(
                p ->
                    p.availabilityZone(instance.offering().zone().name())
                        .availabilityZoneId(instance.offering().zone().id())
                        .tenancy("default"))
            .clientToken(instance.order().clientToken())
            .keyName(data.keyName())
            .amiLaunchIndex(0)
            .virtualizationType("hvm")
            .hypervisor("xen")
            .rootDeviceType("ebs")
            .rootDeviceName(instance.order().machineImage().rootDevice())
            .blockDeviceMappings(seen.volumes().stream().map(InstanceShapes::mapping).toList())
            .ebsOptimized(true)
            .monitoring(m -> m.state("disabled"))
            .metadataOptions(m -> metadata(m, data))
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

  /** IMDSv2 and one hop, which AWS's own recent images have, unless the launch says otherwise. */
  private static void metadata(InstanceMetadataOptionsResponse.Builder options, TemplateData data) {
    var said = data.parameters();
    options
        .state("applied")
        .httpTokens(said.getOrDefault("MetadataOptions.HttpTokens", "required"))
        .httpPutResponseHopLimit(
            Integer.valueOf(said.getOrDefault("MetadataOptions.HttpPutResponseHopLimit", "1")))
        .httpEndpoint(said.getOrDefault("MetadataOptions.HttpEndpoint", "enabled"));
  }

  private static InstanceBlockDeviceMapping mapping(Volume volume) {
    return InstanceBlockDeviceMapping.builder()
        .deviceName(volume.disk().device())
        .ebs(
            ebs ->
                ebs.volumeId(volume.id())
                    .status("attached")
                    .attachTime(volume.createdAt())
                    .deleteOnTermination(volume.disk().deletedOnTermination()))
        .build();
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
          .stateTransitionReason(transition(ending))
          .stateReason(
              r -> r.code(ending.cause().reasonCode()).message(ending.cause().reasonMessage()));
    }
  }

  private static String transition(Ending ending) {
    String at = " (" + TRANSITION_TIME.format(ending.at()) + ")";
    return switch (ending.cause()) {
      case API, CONSOLE -> "User initiated" + at;
      case SPOT, FAILED_BOOT -> ending.cause().reasonCode() + at;
    };
  }
}
