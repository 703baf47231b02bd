package dev.runnerfleet.reaper.cloud;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** Lists instances page by page: all of them or none. */
@ApplicationScoped
class InstancePages {

  static final int PER_PAGE = 1000;
  private static final Logger LOG = Logger.getLogger(InstancePages.class);

  private final Ec2Calls ec2;
  private final Account account;

  InstancePages(Ec2Calls ec2, Account account) {
    this.ec2 = ec2;
    this.account = account;
  }

  /** None where a page failed, or where it is not our account's instances that are listed. */
  Uni<Optional<List<Instance>>> all(String region, Filter filter) {
    List<Instance> found = new ArrayList<>();
    return account
        .isOurs(region)
        .chain(
            ours ->
                ours
                    ? pages(region, filter, null, found)
                        .map(done -> Optional.of(List.copyOf(found)))
                    : Uni.createFrom().item(Optional.<List<Instance>>empty()))
        .onFailure()
        .recoverWithItem(failure -> incomplete(region, failure));
  }

  private Uni<Boolean> pages(
      String region, Filter filter, @Nullable String token, List<Instance> found) {
    DescribeInstancesRequest request =
        DescribeInstancesRequest.builder()
            .filters(filter)
            .maxResults(PER_PAGE)
            .nextToken(token)
            .build();
    return ec2.<DescribeInstancesResponse>ask(
            "DescribeInstances", region, client -> client.describeInstances(request))
        .chain(
            answer -> {
              for (Reservation reservation : answer.reservations()) {
                found.addAll(reservation.instances());
              }
              String next = answer.nextToken();
              return next == null || next.isEmpty()
                  ? Uni.createFrom().item(true)
                  : pages(region, filter, next, found);
            });
  }

  private static Optional<List<Instance>> incomplete(String region, Throwable failure) {
    LOG.warnf(
        "Instances not listed completely region=%s reason=%s", region, Ec2Calls.reason(failure));
    return Optional.empty();
  }
}
