package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.util.List;

/**
 * One call of CreateFleet. Everything that AWS gets to see of it is in here, and is the same
 * whenever the call is made again with its token.
 *
 * @param launch our id of it, the machines' batch tag
 * @param tries how often it was made before
 * @param lookFirst whether it may have been made before without us knowing the answer
 */
public record FleetCall(
    String launch,
    int attempt,
    String clientToken,
    PoolName pool,
    int poolRevision,
    ThrottleDomain domain,
    String region,
    Offering.Market market,
    List<Place> places,
    String templateName,
    String templateVersion,
    int size,
    int tries,
    boolean lookFirst) {
  public FleetCall {
    places = List.copyOf(places);
  }
}
