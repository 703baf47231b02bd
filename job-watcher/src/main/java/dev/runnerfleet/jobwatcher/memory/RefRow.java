package dev.runnerfleet.jobwatcher.memory;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Whether a project's branch or tag was protected when GitLab was last asked. */
@Entity
@Table(name = "ref_protection")
public class RefRow {

  /** Project, kind and name. */
  @Id public String id = "";

  @Column(name = "is_protected")
  public boolean isProtected;

  @Column(name = "learnt_at")
  public Instant learntAt = Instant.EPOCH;

  static String id(ProjectId project, Ref ref) {
    return project + (ref.gitTag() ? " tag " : " branch ") + ref.name();
  }
}
