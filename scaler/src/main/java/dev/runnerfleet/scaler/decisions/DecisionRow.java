package dev.runnerfleet.scaler.decisions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A decision as kept: what it was made from and what came of it, as JSON. */
@Entity
@Table(name = "decision")
public class DecisionRow {

  @Id public String id = "";

  public String pool = "";

  public Instant at = Instant.EPOCH;

  @Column(name = "pool_revision")
  public int poolRevision;

  public String inputs = "";

  public String outcome = "";
}
