package dev.runnerfleet.sandbox.core.aws.volume;

import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tagged;
import dev.runnerfleet.sandbox.core.aws.catalogue.Zone;
import dev.runnerfleet.sandbox.core.aws.template.Disk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Every volume that has not been deleted, in order of creation. */
public final class Volumes implements Tagged {
  private static final Pattern ID = Pattern.compile("vol-([0-9a-f]{8}|[0-9a-f]{17})");

  private final Ids ids;
  private final Map<String, Volume> byId = new LinkedHashMap<>();
  private final Map<String, List<String>> byInstance = new HashMap<>();
  private long created;

  public Volumes(Ids ids) {
    this.ids = ids;
  }

  /** Makes the volumes that an instance begins with. */
  public void attach(
      String instanceId, Zone zone, List<Disk> disks, Map<String, String> tags, Instant now) {
    var attached = new ArrayList<String>();
    for (Disk disk : disks) {
      var volume = new Volume(++created, ids.mint("vol"), disk, zone, now, instanceId, tags);
      byId.put(volume.id(), volume);
      attached.add(volume.id());
    }
    byInstance.put(instanceId, attached);
  }

  /** An instance has gone: its volumes go with it, or stay without it. */
  public void release(String instanceId) {
    for (Volume volume : of(instanceId)) {
      if (volume.disk().deletedOnTermination()) {
        byId.remove(volume.id());
      } else {
        byId.put(volume.id(), volume.detached());
      }
    }
    byInstance.remove(instanceId);
  }

  /** The volumes attached to an instance. */
  public List<Volume> of(String instanceId) {
    var found = new ArrayList<Volume>();
    for (String id : byInstance.getOrDefault(instanceId, List.of())) {
      Volume volume = byId.get(id);
      if (volume != null) {
        found.add(volume);
      }
    }
    return found;
  }

  /** Deletes a volume that nothing is attached to. */
  public void delete(String id) {
    Volume volume = require(id);
    if (volume.instanceId() != null) {
      throw new Refusal(
          "VolumeInUse", "Volume " + id + " is currently attached to " + volume.instanceId());
    }
    byId.remove(id);
  }

  public Volume require(String id) {
    if (!ID.matcher(id).matches()) {
      throw Refusal.invalid("volumeId", id, "Expected: 'vol-...'.");
    }
    Volume volume = byId.get(id);
    if (volume == null) {
      throw new Refusal("InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
    }
    return volume;
  }

  public Collection<Volume> all() {
    return byId.values();
  }

  @Override
  public Collection<String> ids() {
    return List.copyOf(byId.keySet());
  }

  @Override
  public Map<String, String> tags(String id) {
    return require(id).tags();
  }

  @Override
  public void retag(String id, Map<String, String> tags) {
    byId.put(id, require(id).tagged(tags));
  }
}
