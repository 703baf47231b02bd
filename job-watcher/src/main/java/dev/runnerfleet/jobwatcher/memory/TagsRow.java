package dev.runnerfleet.jobwatcher.memory;

import dev.runnerfleet.contracts.ProjectId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The tags that a project's jobs of one name had last. */
@Entity
@Table(name = "job_tags")
public class TagsRow {

  /** Project and job name. */
  @Id public String id = "";

  /** As JSON. */
  public String tags = "";

  @Column(name = "learnt_at")
  public Instant learntAt = Instant.EPOCH;

  static String id(ProjectId project, String job) {
    return project + " " + job;
  }
}
