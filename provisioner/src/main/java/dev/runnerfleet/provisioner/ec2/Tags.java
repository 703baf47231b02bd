package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.PoolName;
import java.util.List;
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

  public static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
