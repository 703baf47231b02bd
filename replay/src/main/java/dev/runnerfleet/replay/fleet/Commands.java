package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.retire.RetireCommand;

/** Where the scaler's commands go. */
interface Commands {
  void launch(LaunchCommand command);

  void retire(RetireCommand command);
}
