package dev.runnerfleet.delivery;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that is to be published, or was and is not yet struck out. */
@Entity
@Table(name = "outbox")
public class OutboxRow {

  @Id UUID id = new UUID(0, 0);

  String topic = "";

  @Column(name = "message_key")
  String key = "";

  String type = "";

  /** None for a tombstone. */
  @Nullable String payload;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;
}
