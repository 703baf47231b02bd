package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.reaper.core.Finding;
import dev.runnerfleet.reaper.core.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.Finding.LostMachine;
import dev.runnerfleet.reaper.core.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.Finding.UnrecordedRunner;
import java.util.Locale;

/** How a finding is called in rows, metrics and answers, and why it is one. */
enum FindingKind {
  ORPHAN_INSTANCE("An instance of this fleet that no runner id stands for"),
  UNRECORDED_RUNNER("An instance of this fleet that serves GitLab and is in no record"),
  LOST_MACHINE("A recorded machine whose instance is gone"),
  LEFTOVER_RUNNER("A GitLab runner of this fleet whose machine is gone");

  private final String why;

  FindingKind(String why) {
    this.why = why;
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
    };
  }

  /** Where it was found: an AWS region, or nothing for GitLab. */
  static String region(Finding finding) {
    return switch (finding) {
      case OrphanInstance f -> f.instance().region();
      case UnrecordedRunner f -> f.instance().region();
      case LostMachine f -> f.known().region();
      case LeftoverRunner _ -> "";
    };
  }
}
