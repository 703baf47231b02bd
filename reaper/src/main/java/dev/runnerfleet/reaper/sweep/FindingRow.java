package dev.runnerfleet.reaper.sweep;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What sweeps found, and go on finding until they do not. */
@Entity
@Table(name = "finding")
public class FindingRow {

  @Id public String resource = "";
  public String kind = "";
  public String pool = "";
  public String region = "";
  public String verdict = "";

  @Column(name = "first_seen")
  public Instant firstSeen = Instant.EPOCH;

  @Column(name = "seen_at")
  public Instant seenAt = Instant.EPOCH;

  @Column(name = "acted_at")
  public @Nullable Instant actedAt;

  @Column(name = "approved_at")
  public @Nullable Instant approvedAt;

  @Column(name = "ended_at")
  public @Nullable Instant endedAt;
}
