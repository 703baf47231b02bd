package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags by which machines are told to be ours, and whose. */
public final class Tags {

  public static final String FLEET = "runnerfleet:fleet";
  public static final String POOL = "runnerfleet:pool";
  public static final String REVISION = "runnerfleet:revision";
  public static final String BATCH = "runnerfleet:batch";
  public static final String RUNNER = "runnerfleet:runner";

  private Tags() {}

  /** What every machine and volume of a pool revision carries. */
  public static List<Tag> ofPool(String fleet, PoolName pool, int revision) {
    return List.of(
        tag("Name", "runnerfleet-" + pool),
        tag(FLEET, fleet),
        tag(POOL, pool.value()),
        tag(REVISION, Integer.toString(revision)));
  }

  /** The same, and the pool's own tags, which take no name of ours. */
  public static List<Tag> ofPool(String fleet, PoolSpec pool) {
    return ofPool(fleet, pool.name(), pool.revision(), pool.machine().tags());
  }

  static List<Tag> ofPool(String fleet, PoolName pool, int revision, Map<String, String> its) {
    List<Tag> tags = new ArrayList<>(ofPool(fleet, pool, revision));
    Set<String> taken = tags.stream().map(Tag::key).collect(Collectors.toSet());
    its.entrySet().stream()
        .filter(own -> !taken.contains(own.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(own -> tags.add(tag(own.getKey(), own.getValue())));
    return tags;
  }

  public static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
