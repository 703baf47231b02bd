package dev.runnerfleet.reaper.sweep;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When the next sweep is due; the replica that moves it on sweeps. */
@Entity
@Table(name = "sweep_turn")
public class SweepTurnRow {

  @Id public int id;

  @Column(name = "due_at")
  public Instant dueAt = Instant.EPOCH;
}
