package dev.runnerfleet.sandbox.ec2.template;

import dev.runnerfleet.sandbox.core.aws.image.Image;
import dev.runnerfleet.sandbox.core.aws.template.Disk;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplate;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.ec2.wire.Form;
import dev.runnerfleet.sandbox.ec2.wire.FormEncoder;
import dev.runnerfleet.sandbox.ec2.wire.Likeness;
import dev.runnerfleet.sandbox.ec2.wire.QueryDecoder;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Between EC2's shapes for launch templates and the world's. */
public final class TemplateShapes {
  private TemplateShapes() {}

  /** Who templates are made by, as all requests come from the account itself. */
  static String creator(String account) {
    return "arn:aws:iam::" + account + ":root";
  }

  public static TemplateData data(RequestLaunchTemplateData data) {
    return new TemplateData(
        FormEncoder.encode(data),
        data.imageId(),
        data.instanceTypeAsString(),
        data.userData(),
        data.keyName(),
        profile(data),
        data.securityGroupIds(),
        data.blockDeviceMappings().stream()
            .filter(mapping -> mapping.ebs() != null)
            .map(TemplateShapes::disk)
            .toList(),
        tags(data));
  }

  private static @Nullable String profile(RequestLaunchTemplateData data) {
    var profile = data.iamInstanceProfile();
    if (profile == null) {
      return null;
    }
    return profile.arn() == null ? profile.name() : profile.arn();
  }

  private static Disk disk(LaunchTemplateBlockDeviceMappingRequest mapping) {
    var ebs = mapping.ebs();
    return new Disk(
        Shapes.required("BlockDeviceMapping.DeviceName", mapping.deviceName()),
        Objects.requireNonNullElse(ebs.volumeSize(), Image.ROOT_GIB),
        Objects.requireNonNullElse(ebs.volumeTypeAsString(), "gp3"),
        Boolean.TRUE.equals(ebs.encrypted()),
        !Boolean.FALSE.equals(ebs.deleteOnTermination()));
  }

  private static Map<String, Map<String, String>> tags(RequestLaunchTemplateData data) {
    var tags = new TreeMap<String, Map<String, String>>();
    for (var specification : data.tagSpecifications()) {
      String type =
          Shapes.required("TagSpecification.ResourceType", specification.resourceTypeAsString());
      tags.computeIfAbsent(type, unused -> new TreeMap<>())
          .putAll(Shapes.tags(specification.tags()));
    }
    return tags;
  }

  /** What a new version says, and for the rest what its source version said. */
  public static TemplateData inherit(TemplateData source, TemplateData asked) {
    var merged = new TreeMap<>(source.parameters());
    for (String name : asked.parameters().keySet()) {
      String first = firstSegment(name);
      merged.keySet().removeIf(inherited -> firstSegment(inherited).equals(first));
    }
    merged.putAll(asked.parameters());
    return data(decode(new Form(merged)));
  }

  private static String firstSegment(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static RequestLaunchTemplateData decode(Form parameters) {
    return QueryDecoder.decode(parameters, RequestLaunchTemplateData.builder(), Set.of()).build();
  }

  static software.amazon.awssdk.services.ec2.model.LaunchTemplate template(
      LaunchTemplate template, String creator) {
    return software.amazon.awssdk.services.ec2.model.LaunchTemplate.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .createTime(template.createdAt())
        .createdBy(creator)
        .defaultVersionNumber(template.defaultVersion())
        .latestVersionNumber(template.latestVersion())
        .tags(Shapes.tags(template.tags()))
        .build();
  }

  /**
   * A version.
   *
   * @param image the image's id where its name is to be resolved; null to show what was given
   */
  static LaunchTemplateVersion version(
      TemplateVersion version, boolean isDefault, @Nullable String image, String creator) {
    var parameters = new TreeMap<>(version.data().parameters());
    if (image != null) {
      parameters.put("ImageId", image);
    }
    var data = decode(new Form(parameters));
    return LaunchTemplateVersion.builder()
        .launchTemplateId(version.templateId())
        .launchTemplateName(version.templateName())
        .versionNumber(version.number())
        .versionDescription(version.description())
        .createTime(version.createdAt())
        .createdBy(creator)
        .defaultVersion(isDefault)
        .launchTemplateData(Likeness.fill(ResponseLaunchTemplateData.builder(), data).build())
        .build();
  }
}
