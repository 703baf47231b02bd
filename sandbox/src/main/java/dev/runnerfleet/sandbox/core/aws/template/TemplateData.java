package dev.runnerfleet.sandbox.core.aws.template;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a template version, or a request of its own, says of the instances launched from it.
 *
 * @param parameters all of it as it came over the wire, such as {@code BlockDeviceMapping.1.Ebs.…},
 *     so that it can be shown again and inherited by a later version; the rest is what the world
 *     acts upon
 * @param image an id, or {@code resolve:ssm:} and a name; what is behind it shows at launch
 * @param userData as it came, in base64
 * @param tags by the type of resource that they are for, such as {@code instance}
 */
public record TemplateData(
    SortedMap<String, String> parameters,
    @Nullable String image,
    @Nullable String instanceType,
    @Nullable String userData,
    @Nullable String keyName,
    @Nullable String instanceProfile,
    List<String> securityGroups,
    List<Disk> disks,
    Map<String, Map<String, String>> tags) {

  public TemplateData {
    parameters = new TreeMap<>(parameters);
    securityGroups = List.copyOf(securityGroups);
    disks = List.copyOf(disks);
    tags = Map.copyOf(tags);
  }

  /** The tags for one type of resource. */
  public Map<String, String> tags(String resourceType) {
    return tags.getOrDefault(resourceType, Map.of());
  }
}
