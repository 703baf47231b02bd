package dev.runnerfleet.jobwatcher.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A webhook that was taken. */
@Entity
@Table(name = "webhook_delivery")
public class DeliveryRow {

  /** GitLab's idempotency key. */
  @Id public String id = "";

  @Column(name = "received_at")
  public Instant receivedAt = Instant.EPOCH;
}
