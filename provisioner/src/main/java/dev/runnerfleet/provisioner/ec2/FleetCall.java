package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of CreateFleet. Everything that AWS gets to see of it is in here, and is the same
 * whenever the call is made again with its token.
 *
 * @param launch our id of it, the machines' batch tag
 * @param tags what the pool's operator wants on the fleet, beside our own tags
 * @param maxPrice what a spot machine may cost an hour at most; none: what on-demand costs
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
    Map<String, String> tags,
    @Nullable Usd maxPrice,
    String templateName,
    String templateVersion,
    int size,
    int tries,
    boolean lookFirst) {
  public FleetCall {
    places = List.copyOf(places);
    tags = Map.copyOf(tags);
  }
}
