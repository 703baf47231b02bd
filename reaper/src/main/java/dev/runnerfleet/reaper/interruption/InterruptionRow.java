package dev.runnerfleet.reaper.interruption;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That AWS takes a machine, or may: once for each kind of notice. */
@Entity
@Table(name = "interruption")
public class InterruptionRow {

  /** The machine and the kind of notice. */
  @Id public String id = "";

  public String runner = "";
  public String kind = "";
  public String pool = "";
  public String instance = "";

  @Column(name = "instance_type")
  public @Nullable String instanceType;

  public @Nullable String zone;
  public @Nullable String market;
  public String source = "";

  @Column(name = "noticed_at")
  public Instant noticedAt = Instant.EPOCH;

  @Column(name = "heard_at")
  public Instant heardAt = Instant.EPOCH;

  public @Nullable Instant deadline;
}
