package dev.runnerfleet.delivery;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Some state that a message tells of. */
@Entity
@Table(name = "note")
public class NoteRow {
  @Id public String text = "";
}
