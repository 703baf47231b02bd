package dev.runnerfleet.provisioner.preparation;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.provisioner.ec2.Ec2Calls;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

/** Looks up which zones a pool's subnets lie in, as AWS's errors name zones. */
@ApplicationScoped
class Subnets {

  private final Ec2Calls ec2;

  Subnets(Ec2Calls ec2) {
    this.ec2 = ec2;
  }

  Uni<Map<String, String>> zones(PoolSpec spec) {
    return ec2.call(
            "DescribeSubnets",
            spec.region(),
            client ->
                client.describeSubnets(request -> request.subnetIds(spec.machine().subnets())))
        .map(Subnets::zones);
  }

  private static Map<String, String> zones(DescribeSubnetsResponse response) {
    Map<String, String> zones = new HashMap<>();
    response.subnets().forEach(subnet -> zones.put(subnet.subnetId(), subnet.availabilityZone()));
    return zones;
  }
}
