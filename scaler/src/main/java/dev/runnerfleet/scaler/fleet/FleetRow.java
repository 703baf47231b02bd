package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.FleetLimits;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What all pools together must keep to, as kept: the only row of its table. */
@Entity
@Table(name = "fleet")
public class FleetRow {

  static final int ONLY = 1;

  @Id public int id = ONLY;

  @Column(name = "max_runners")
  public int maxRunners;

  @Column(name = "per_hour")
  public @Nullable BigDecimal perHour;

  @Column(name = "per_day")
  public @Nullable BigDecimal perDay;

  FleetLimits toDomain() {
    return new FleetLimits(
        maxRunners,
        new Budget(
            perHour == null ? null : new Usd(perHour), perDay == null ? null : new Usd(perDay)));
  }

  void take(FleetLimits limits) {
    maxRunners = limits.maxRunners();
    perHour = limits.budget().perHour() == null ? null : limits.budget().perHour().amount();
    perDay = limits.budget().perDay() == null ? null : limits.budget().perDay().amount();
  }
}
