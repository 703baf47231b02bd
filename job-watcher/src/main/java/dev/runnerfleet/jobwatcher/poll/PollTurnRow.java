package dev.runnerfleet.jobwatcher.poll;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The one row that says whose turn it is to poll. */
@Entity
@Table(name = "poll_turn")
public class PollTurnRow {

  @Id public int id;

  @Column(name = "due_at")
  public Instant dueAt = Instant.EPOCH;

  @Column(name = "held_until")
  public Instant heldUntil = Instant.EPOCH;

  /** Whether all projects are wanted, whatever their turn. */
  public boolean wanted;
}
