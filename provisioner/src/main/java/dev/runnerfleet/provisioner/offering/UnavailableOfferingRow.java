package dev.runnerfleet.provisioner.offering;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.offering.Closure;
import dev.runnerfleet.provisioner.core.offering.Mark;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An offering that is left alone until a time, and on probation from then on. */
@Entity
@Table(name = "unavailable_offering")
public class UnavailableOfferingRow {

  @Id String id = "";

  @Column(name = "instance_type")
  String instanceType = "";

  String location = "";

  @Enumerated(EnumType.STRING)
  Offering.Market market = Offering.Market.SPOT;

  String code = "";

  Instant until = Instant.EPOCH;

  int budget = 1;

  @Column(name = "probed_until")
  Instant probedUntil = Instant.EPOCH;

  Mark toDomain() {
    return new Mark(new Closure(instanceType, location, market, code, until), budget, probedUntil);
  }
}
