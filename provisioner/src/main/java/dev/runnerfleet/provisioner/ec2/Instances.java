package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.FleetReply;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** What EC2 knows of machines. */
@ApplicationScoped
public class Instances {

  private static final int PAGE = 1000;

  private final Ec2Calls ec2;
  private final String fleet;

  Instances(Ec2Calls ec2, ProvisionerConfig config) {
    this.ec2 = ec2;
    this.fleet = config.fleetName();
  }

  /**
   * What a machine is as EC2 sees it.
   *
   * @param account whose it is
   * @param privateIp its address, where it has one yet
   */
  public record Seen(InstanceId instance, String account, Optional<String> privateIp) {}

  /** Looks for one machine. Fails with {@link RefusedException}. */
  public Uni<Optional<Seen>> find(String region, InstanceId instance) {
    return ec2.call(
            "DescribeInstances",
            region,
            client -> client.describeInstances(request -> request.instanceIds(instance.value())))
        .map(response -> seen(response, instance));
  }

  /** The live machines that a launch made. Fails with {@link RefusedException}. */
  public Uni<List<FleetReply.Machine>> ofLaunch(String region, String launch) {
    return page(region, launch, null, new ArrayList<>());
  }

  private Uni<List<FleetReply.Machine>> page(
      String region, String launch, @Nullable String token, List<FleetReply.Machine> found) {
    return ec2.call(
            "DescribeInstances",
            region,
            client ->
                client.describeInstances(
                    request ->
                        request
                            .filters(
                                filter("tag:" + Tags.BATCH, launch),
                                filter("tag:" + Tags.FLEET, fleet),
                                filter("instance-state-name", "pending", "running"))
                            .maxResults(PAGE)
                            .nextToken(token)))
        .chain(
            response -> {
              machines(response, found);
              String next = response.nextToken();
              return next == null || next.isEmpty()
                  ? Uni.createFrom().item(List.copyOf(found))
                  : page(region, launch, next, found);
            });
  }

  private static void machines(DescribeInstancesResponse response, List<FleetReply.Machine> into) {
    for (Reservation reservation : response.reservations()) {
      for (Instance instance : reservation.instances()) {
        Offering.Market market =
            "spot".equals(instance.instanceLifecycleAsString())
                ? Offering.Market.SPOT
                : Offering.Market.ON_DEMAND;
        into.add(
            new FleetReply.Machine(
                new InstanceId(instance.instanceId()),
                new Offering(
                    instance.instanceTypeAsString(),
                    instance.placement().availabilityZone(),
                    market)));
      }
    }
  }

  private static Optional<Seen> seen(DescribeInstancesResponse response, InstanceId wanted) {
    for (Reservation reservation : response.reservations()) {
      for (Instance instance : reservation.instances()) {
        if (wanted.value().equals(instance.instanceId())) {
          return Optional.of(
              new Seen(
                  wanted, reservation.ownerId(), Optional.ofNullable(instance.privateIpAddress())));
        }
      }
    }
    return Optional.empty();
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }
}
