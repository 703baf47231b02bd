package dev.runnerfleet.scaler.pools;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The fleet's limits as kept, in one row. */
@Entity
@Table(name = "fleet")
public class FleetRow {

  @Id public boolean id = true;

  public int revision;

  /** The document that {@code GET /fleet} answers. */
  public String limits = "{}";

  @Column(name = "file_limits")
  public @Nullable String fileLimits;
}
