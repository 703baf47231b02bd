package dev.runnerfleet.reaper.operator;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An operator's order. */
@Entity
@Table(name = "operator_order")
public class OperatorOrderRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public @Nullable Long id;

  public Instant at = Instant.EPOCH;
  public String what = "";
  public @Nullable String runner;
  public @Nullable String pool;
  public boolean force;
  public @Nullable String reason;
  public String origin = "";
}
