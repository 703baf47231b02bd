package dev.runnerfleet.sandbox.core.aws.volume;

import dev.runnerfleet.sandbox.core.aws.catalogue.Zone;
import dev.runnerfleet.sandbox.core.aws.template.Disk;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume as of one moment.
 *
 * @param sequence the order of creation, from 1
 * @param instanceId what it is attached to; null once that has ended
 */
public record Volume(
    long sequence,
    String id,
    Disk disk,
    Zone zone,
    Instant createdAt,
    @Nullable String instanceId,
    Map<String, String> tags) {

  Volume detached() {
    return new Volume(sequence, id, disk, zone, createdAt, null, tags);
  }

  Volume tagged(Map<String, String> newTags) {
    return new Volume(sequence, id, disk, zone, createdAt, instanceId, newTags);
  }

  public String state() {
    return instanceId == null ? "available" : "in-use";
  }
}
