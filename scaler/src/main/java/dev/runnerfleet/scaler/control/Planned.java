package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.documents.PoolWriter;

/**
 * What a change would make of a pool, of which nothing is stored.
 *
 * @param revision that the pool would be at
 * @param decision what would be decided about it now
 */
record Planned(boolean dryRun, int revision, ObjectNode pool, DecisionRecord decision) {

  static Planned of(Decided decided) {
    PoolSpec spec = decided.pool().spec();
    return new Planned(true, spec.revision(), PoolWriter.write(spec), DecisionRecord.of(decided));
  }
}
