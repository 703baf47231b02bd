package dev.runnerfleet.sandbox.core.aws.template;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a template version says of the instances launched from it.
 *
 * @param parameters all of it as it came over the wire, such as {@code BlockDeviceMapping.1.Ebs.…},
 *     so that it can be shown again and inherited by a later version; the rest is what the world
 *     acts upon
 * @param userData as it came, in base64
 */
public record TemplateData(
    SortedMap<String, String> parameters,
    @Nullable String image,
    @Nullable String instanceType,
    @Nullable String userData,
    @Nullable String keyName,
    @Nullable String instanceProfile,
    List<String> securityGroups,
    Map<String, String> instanceTags) {

  public TemplateData {
    parameters = new TreeMap<>(parameters);
    securityGroups = List.copyOf(securityGroups);
    instanceTags = Map.copyOf(instanceTags);
  }
}
