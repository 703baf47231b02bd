package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pool as of one revision. Older revisions stay, because machines enrol by theirs. */
@Entity
@Table(name = "pool")
public class PoolRow {

  @Id String id = "";

  String name = "";

  int revision;

  String region = "";

  String spec = "";

  /** Whether the pool was deleted, or this revision withdrawn. */
  boolean gone;

  @Column(name = "template_name")
  @Nullable String templateName;

  @Column(name = "template_version")
  @Nullable String templateVersion;

  /** Why it cannot be launched from: AWS's code. */
  @Nullable String problem;

  @Column(name = "seen_at")
  Instant seenAt = Instant.EPOCH;

  static String id(PoolName name, int revision) {
    return name + "@" + revision;
  }

  static PoolRow toRow(PoolSpec spec, Instant now) {
    PoolRow row = new PoolRow();
    row.id = id(spec.name(), spec.revision());
    row.name = spec.name().value();
    row.revision = spec.revision();
    row.region = spec.region();
    row.spec = Topic.POOLS.encode(spec);
    row.seenAt = now;
    return row;
  }

  /** Takes what the scaler says of the revision now; a template made for something else is void. */
  void renew(PoolSpec now) {
    String encoded = Topic.POOLS.encode(now);
    gone = false;
    if (!spec().equals(now)) {
      spec = encoded;
      region = now.region();
      templateName = null;
      templateVersion = null;
    }
    problem = null;
  }

  PoolSpec spec() {
    return Topic.POOLS.decode(spec);
  }

  Pool toDomain() {
    String template = templateName;
    String version = templateVersion;
    return new Pool(
        spec(),
        gone,
        template == null || version == null ? null : new Pool.Template(template, version),
        problem);
  }
}
