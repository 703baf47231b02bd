package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.reaper.core.sweep.Finding;
import dev.runnerfleet.reaper.core.sweep.Finding.AgedMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverThing;
import dev.runnerfleet.reaper.core.sweep.Finding.LostMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.sweep.Finding.UnrecordedRunner;
import java.util.Locale;

/** How a finding is called in rows, metrics and answers, and why it is one. */
enum FindingKind {
  ORPHAN_INSTANCE("An instance of this fleet that no runner id stands for", "terminate it"),
  UNRECORDED_RUNNER(
      "An instance of this fleet that serves GitLab and is in no record",
      "record it, and drain it once it has no job"),
  LOST_MACHINE(
      "A recorded machine whose instance is gone",
      "settle its job, delete its GitLab runner and close its record"),
  LEFTOVER_RUNNER(
      "A GitLab runner of this fleet whose machine is gone", "settle its job and delete it"),
  AGED_MACHINE(
      "A machine past its pool's max lifetime that nobody retires", "drain it once it has no job"),
  AGED_TWICE("A machine past twice its pool's max lifetime", "terminate it whatever it does"),
  LEFTOVER_VOLUME("A volume of this fleet that is attached to nothing", "delete it"),
  LEFTOVER_TEMPLATE("A launch template of this fleet whose pool is gone", "delete it");

  private final String why;
  private final String remedy;

  FindingKind(String why, String remedy) {
    this.why = why;
    this.remedy = remedy;
  }

  /** What a sweep does about it. */
  String remedy() {
    return remedy;
  }

  String why() {
    return why;
  }

  /** As a metric's label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FindingKind of(Finding finding) {
    return switch (finding) {
      case OrphanInstance _ -> ORPHAN_INSTANCE;
      case UnrecordedRunner _ -> UNRECORDED_RUNNER;
      case LostMachine _ -> LOST_MACHINE;
      case LeftoverRunner _ -> LEFTOVER_RUNNER;
      case AgedMachine aged -> aged.hard() ? AGED_TWICE : AGED_MACHINE;
      case LeftoverThing left ->
          switch (left.thing().kind()) {
            case VOLUME -> LEFTOVER_VOLUME;
            case LAUNCH_TEMPLATE -> LEFTOVER_TEMPLATE;
          };
    };
  }

  /** Where it was found: an AWS region, or nothing for GitLab. */
  static String region(Finding finding) {
    return switch (finding) {
      case OrphanInstance f -> f.instance().region();
      case UnrecordedRunner f -> f.instance().region();
      case LostMachine f -> f.known().region();
      case LeftoverRunner _ -> "";
      case AgedMachine f -> f.known().region();
      case LeftoverThing f -> f.thing().region();
    };
  }
}
