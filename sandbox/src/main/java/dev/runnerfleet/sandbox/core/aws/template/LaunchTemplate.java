package dev.runnerfleet.sandbox.core.aws.template;

import java.time.Instant;
import java.util.Map;

/** A named series of versions, as of one moment. */
public record LaunchTemplate(
    String id,
    String name,
    Instant createdAt,
    long defaultVersion,
    long latestVersion,
    Map<String, String> tags) {

  LaunchTemplate withLatestVersion(long number) {
    return new LaunchTemplate(id, name, createdAt, defaultVersion, number, tags);
  }

  LaunchTemplate withDefaultVersion(long number) {
    return new LaunchTemplate(id, name, createdAt, number, latestVersion, tags);
  }

  LaunchTemplate withTags(Map<String, String> newTags) {
    return new LaunchTemplate(id, name, createdAt, defaultVersion, latestVersion, newTags);
  }
}
