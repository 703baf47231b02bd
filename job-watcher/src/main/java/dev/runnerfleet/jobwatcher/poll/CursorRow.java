package dev.runnerfleet.jobwatcher.poll;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When a project was last listed. */
@Entity
@Table(name = "poll_cursor")
public class CursorRow {

  @Id public long project;

  @Column(name = "listed_at")
  public Instant listedAt = Instant.EPOCH;
}
