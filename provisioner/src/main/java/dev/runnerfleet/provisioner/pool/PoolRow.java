package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.provisioner.core.pool.BootBreaker;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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

  /** With a space between each. */
  @Column(name = "instance_types")
  String instanceTypes = "";

  /** The AMI that was told of last. */
  @Nullable String image;

  /** The price that was told of last; none where none was. */
  @Column(name = "hourly_price")
  @Nullable BigDecimal hourlyPrice;

  /** Why it cannot be launched from: AWS's code. */
  @Nullable String problem;

  /** When to find out whether the problem is over; none where only another revision ends it. */
  @Column(name = "look_again_at")
  @Nullable Instant lookAgainAt;

  @Column(name = "boot_failures")
  int bootFailures;

  @Column(name = "boot_stops")
  int bootStops;

  @Column(name = "probe_at")
  @Nullable Instant probeAt;

  @Nullable String probe;

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

  /**
   * Takes what the scaler says of the revision now. A template made for something else is void, and
   * whatever stopped the revision may be mended: it is made ready again from the beginning.
   */
  void renew(PoolSpec now) {
    String encoded = Topic.POOLS.encode(now);
    boolean stopped = problem != null || boots().stops();
    gone = false;
    if (!spec().equals(now) || stopped) {
      spec = encoded;
      region = now.region();
      templateName = null;
      templateVersion = null;
      hourlyPrice = null;
    }
    problem = null;
    lookAgainAt = null;
    take(BootBreaker.fresh());
  }

  PoolSpec spec() {
    return Topic.POOLS.decode(spec);
  }

  BootBreaker boots() {
    String runner = probe;
    Instant from = probeAt;
    if (runner != null) {
      return new BootBreaker.HalfOpen(bootStops, new RunnerId(runner));
    }
    return from == null
        ? new BootBreaker.Closed(bootFailures)
        : new BootBreaker.Open(bootStops, from);
  }

  void take(BootBreaker boots) {
    switch (boots) {
      case BootBreaker.Closed(int failures) -> keep(failures, 0, null, null);
      case BootBreaker.Open(int times, Instant from) -> keep(0, times, from, null);
      case BootBreaker.HalfOpen(int times, RunnerId runner) -> keep(0, times, null, runner.value());
    }
  }

  private void keep(int failures, int stops, @Nullable Instant from, @Nullable String runner) {
    bootFailures = failures;
    bootStops = stops;
    probeAt = from;
    probe = runner;
  }

  /** Whether this, and no other template, image, types or price, was told of last. */
  boolean told(Prepared prepared) {
    BigDecimal price = hourlyPrice;
    return problem == null
        && price != null
        && new Usd(price).equals(prepared.hourlyPrice())
        && java.util.Objects.equals(image, prepared.image());
  }

  void take(Prepared prepared) {
    templateName = prepared.template().name();
    templateVersion = prepared.template().version();
    instanceTypes = String.join(" ", prepared.instanceTypes());
    image = prepared.image();
    hourlyPrice = prepared.hourlyPrice().amount();
    problem = null;
    lookAgainAt = null;
  }

  Usd price() {
    BigDecimal price = hourlyPrice;
    return price == null ? Usd.ZERO : new Usd(price);
  }

  Pool toDomain() {
    String template = templateName;
    String version = templateVersion;
    return new Pool(
        spec(),
        gone,
        template == null || version == null ? null : new Pool.Template(template, version),
        instanceTypes.isEmpty() ? List.of() : List.of(instanceTypes.split(" ")),
        image,
        problem,
        boots());
  }
}
