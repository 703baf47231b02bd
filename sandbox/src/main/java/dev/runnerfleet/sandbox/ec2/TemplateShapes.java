package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplate;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.ec2.wire.Form;
import dev.runnerfleet.sandbox.ec2.wire.FormEncoder;
import dev.runnerfleet.sandbox.ec2.wire.Likeness;
import dev.runnerfleet.sandbox.ec2.wire.QueryDecoder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Between EC2's shapes for launch templates and the world's. */
final class TemplateShapes {
  private TemplateShapes() {}

  static TemplateData data(RequestLaunchTemplateData data) {
    return new TemplateData(
        FormEncoder.encode(data),
        data.imageId(),
        data.instanceTypeAsString(),
        data.userData(),
        data.keyName(),
        profile(data),
        data.securityGroupIds(),
        instanceTags(data));
  }

  private static @Nullable String profile(RequestLaunchTemplateData data) {
    var profile = data.iamInstanceProfile();
    if (profile == null) {
      return null;
    }
    return profile.arn() == null ? profile.name() : profile.arn();
  }

  private static Map<String, String> instanceTags(RequestLaunchTemplateData data) {
    var tags = new TreeMap<String, String>();
    data.tagSpecifications().stream()
        .filter(specification -> "instance".equals(specification.resourceTypeAsString()))
        .forEach(specification -> tags.putAll(Shapes.tags(specification.tags())));
    return tags;
  }

  /** What a new version says, and for the rest what its source version said. */
  static TemplateData inherit(TemplateData source, TemplateData asked) {
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

  static LaunchTemplateVersion version(TemplateVersion version, boolean isDefault, String creator) {
    var data = decode(new Form(new TreeMap<>(version.data().parameters())));
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
