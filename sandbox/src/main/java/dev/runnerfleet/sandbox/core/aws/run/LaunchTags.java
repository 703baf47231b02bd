package dev.runnerfleet.sandbox.core.aws.run;

import dev.runnerfleet.sandbox.core.aws.api.Tags;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tags that a launched resource begins with. */
public final class LaunchTags {
  private LaunchTags() {}

  /** The template's, and the request's over them. */
  public static Map<String, String> own(
      TemplateData data, Map<String, String> requested, String resourceType) {
    return Tags.merge(Tags.check(data.tags(resourceType)), requested);
  }

  /** AWS's own beside them, by which an instance can be traced to what it came from. */
  public static Map<String, String> traced(
      Map<String, String> own, @Nullable TemplateVersion template, @Nullable String fleetId) {
    var tags = new TreeMap<>(own);
    if (fleetId != null) {
      tags.put("aws:ec2:fleet-id", fleetId);
    }
    if (template != null) {
      tags.put("aws:ec2launchtemplate:id", template.templateId());
      tags.put("aws:ec2launchtemplate:version", String.valueOf(template.number()));
    }
    return Map.copyOf(tags);
  }
}
