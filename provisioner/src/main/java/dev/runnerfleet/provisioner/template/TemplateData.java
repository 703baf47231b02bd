package dev.runnerfleet.provisioner.template;

import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.provisioner.ec2.Tags;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * What a pool's machines are, in EC2's words (Amazon EC2 API Reference, {@code
 * RequestLaunchTemplateData}): metadata by IMDSv2 only and within one hop, so that no container
 * gets at the machine's identity; an encrypted gp3 root volume; a shutdown that ends the machine.
 */
final class TemplateData {

  private TemplateData() {}

  static RequestLaunchTemplateData of(String fleet, PoolSpec spec, String userData) {
    Machine machine = spec.machine();
    List<Tag> tags = Tags.ofPool(fleet, spec);
    var data =
        RequestLaunchTemplateData.builder()
            .imageId(machine.image())
            .userData(userData)
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE.toString())
            .metadataOptions(METADATA)
            .blockDeviceMappings(rootVolume(machine))
            .tagSpecifications(
                tagged(ResourceType.INSTANCE, tags), tagged(ResourceType.VOLUME, tags));
    if (machine.privateAddressOnly()) {
      // EC2 takes the groups in one place only: with an interface of our own, in that.
      data.networkInterfaces(privateInterface(machine));
    } else {
      data.securityGroupIds(machine.securityGroups());
    }
    String profile = machine.instanceProfile();
    if (profile != null) {
      data.iamInstanceProfile(iam -> iam.name(profile));
    }
    return data.build();
  }

  private static final LaunchTemplateInstanceMetadataOptionsRequest METADATA =
      LaunchTemplateInstanceMetadataOptionsRequest.builder()
          .httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
          .httpPutResponseHopLimit(1)
          .build();

  /** The subnet is left to each launch. */
  private static LaunchTemplateInstanceNetworkInterfaceSpecificationRequest privateInterface(
      Machine machine) {
    return LaunchTemplateInstanceNetworkInterfaceSpecificationRequest.builder()
        .deviceIndex(0)
        .associatePublicIpAddress(false)
        .deleteOnTermination(true)
        .groups(machine.securityGroups())
        .build();
  }

  private static LaunchTemplateBlockDeviceMappingRequest rootVolume(Machine machine) {
    var volume =
        LaunchTemplateEbsBlockDeviceRequest.builder()
            .volumeType(VolumeType.GP3)
            .volumeSize(machine.diskGib())
            .encrypted(true)
            .deleteOnTermination(true);
    String kmsKey = machine.kmsKey();
    if (kmsKey != null) {
      volume.kmsKeyId(kmsKey);
    }
    return LaunchTemplateBlockDeviceMappingRequest.builder()
        .deviceName(rootDevice(machine))
        .ebs(volume.build())
        .build();
  }

  /** Ubuntu, Debian and Windows name the root volume otherwise than Amazon Linux does. */
  private static String rootDevice(Machine machine) {
    String image = machine.image();
    boolean sda1 =
        switch (machine.executor()) {
          case DOCKER_WINDOWS, SHELL_WINDOWS -> true;
          case DOCKER, SHELL -> image.contains("/canonical/") || image.contains("/debian/");
        };
    return sda1 ? "/dev/sda1" : "/dev/xvda";
  }

  private static LaunchTemplateTagSpecificationRequest tagged(ResourceType type, List<Tag> tags) {
    return LaunchTemplateTagSpecificationRequest.builder().resourceType(type).tags(tags).build();
  }
}
