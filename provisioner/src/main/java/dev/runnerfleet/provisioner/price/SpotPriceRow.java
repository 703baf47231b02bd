package dev.runnerfleet.provisioner.price;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;

/** What a type costs an hour at spot in a zone, as AWS last told. */
@Entity
@Table(name = "spot_price")
public class SpotPriceRow {

  @Id String id = "";

  String region = "";

  @Column(name = "instance_type")
  String instanceType = "";

  String zone = "";

  BigDecimal price = BigDecimal.ZERO;

  Instant at = Instant.EPOCH;

  static String id(String region, String instanceType, String zone) {
    return "%s %s %s".formatted(region, instanceType, zone);
  }
}
