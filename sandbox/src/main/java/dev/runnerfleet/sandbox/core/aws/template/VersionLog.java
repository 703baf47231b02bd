package dev.runnerfleet.sandbox.core.aws.template;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of each template. A number is given once, also when its version is deleted. */
final class VersionLog {
  private final Map<String, NavigableMap<Long, TemplateVersion>> versions = new HashMap<>();
  private final Map<String, Long> numbered = new HashMap<>();

  TemplateVersion add(
      String templateId, String name, @Nullable String description, TemplateData data, Instant at) {
    long number = numbered.merge(templateId, 1L, Long::sum);
    var version = new TemplateVersion(templateId, name, number, description, data, at);
    of(templateId).put(number, version);
    return version;
  }

  boolean has(String templateId, long number) {
    return of(templateId).containsKey(number);
  }

  TemplateVersion require(String templateId, long number) {
    TemplateVersion version = of(templateId).get(number);
    if (version == null) {
      throw new Refusal(
          "InvalidLaunchTemplateId.VersionNotFound",
          "Could not find the specified version %d for the launch template with ID %s."
              .formatted(number, templateId));
    }
    return version;
  }

  /** In ascending order. */
  List<TemplateVersion> all(String templateId) {
    return List.copyOf(of(templateId).values());
  }

  /** Deletes a version, and answers the latest that is left. */
  long delete(String templateId, long number) {
    of(templateId).remove(number);
    return of(templateId).lastKey();
  }

  void forget(String templateId) {
    versions.remove(templateId);
    numbered.remove(templateId);
  }

  private NavigableMap<Long, TemplateVersion> of(String templateId) {
    return versions.computeIfAbsent(templateId, unused -> new TreeMap<>());
  }
}
