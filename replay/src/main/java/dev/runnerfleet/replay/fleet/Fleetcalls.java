package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.core.launch.Verdict;
import java.util.List;

/** Where the provisioner's calls go. */
interface Fleetcalls {

  Answer call(PoolSpec pool, Plan.Call call);

  /** What is to be told of the machines that a call gave. */
  List<RunnerEvent> launched(PoolSpec pool, Plan.Call call, Verdict.Settled settled);

  int onDemandMachines(PoolName pool);

  /** What AWS said. */
  sealed interface Answer {
    record Replied(FleetReply reply) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
  }
}
