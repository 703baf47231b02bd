package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.offering.Closure;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An offering that is left alone until a time. */
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

  static String id(Closure closure) {
    return "%s %s %s".formatted(closure.instanceType(), closure.where(), closure.market());
  }

  Closure toDomain() {
    return new Closure(instanceType, location, market, code, until);
  }
}
