package dev.runnerfleet.provisioner.pool;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which zone a subnet lies in. It never moves. */
@Entity
@Table(name = "subnet")
public class SubnetRow {

  @Id String id = "";

  String zone = "";
}
