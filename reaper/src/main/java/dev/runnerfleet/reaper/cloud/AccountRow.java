package dev.runnerfleet.reaper.cloud;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The AWS account that the fleet is in: the first that was seen. */
@Entity
@Table(name = "account")
public class AccountRow {

  @Id public int id;
  public String number = "";
}
