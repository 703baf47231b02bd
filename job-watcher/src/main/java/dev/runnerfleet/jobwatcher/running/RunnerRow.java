package dev.runnerfleet.jobwatcher.running;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Which GitLab runner a machine has. */
@Entity
@Table(name = "runner")
public class RunnerRow {

  @Id public String id = "";

  @Column(name = "gitlab_runner")
  public long gitLabRunner;

  @Column(name = "registered_at")
  public Instant registeredAt = Instant.EPOCH;
}
