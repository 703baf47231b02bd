package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.contracts.InstanceId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Asks EC2 for very instances. What a listing does not show proves nothing; what EC2 says of an id
 * does.
 */
@ApplicationScoped
class InstancesById {

  private static final String UNKNOWN_ID = "InvalidInstanceID.NotFound";
  private static final Logger LOG = Logger.getLogger(InstancesById.class);

  private final Ec2Calls ec2;
  private final Account account;

  InstancesById(Ec2Calls ec2, Account account) {
    this.ec2 = ec2;
    this.account = account;
  }

  /**
   * What EC2 said. Those in neither list got no answer.
   *
   * @param unknown those of which EC2 said, each on its own, that there is no such instance
   */
  record Answer(List<Instance> shown, List<InstanceId> unknown) {
    Answer {
      shown = List.copyOf(shown);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * Asks for these. One id that EC2 does not know fails the whole of a call, so then each half has
   * a call of its own. Any other failure ends the asking, with the answers so far.
   */
  Uni<Answer> ask(String region, List<InstanceId> ids) {
    List<Instance> shown = new ArrayList<>();
    List<InstanceId> unknown = new ArrayList<>();
    return account
        .isOurs(region)
        .chain(ours -> ours ? inParts(region, ids, shown, unknown) : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failure -> unanswered(region, failure))
        .onFailure()
        .recoverWithNull()
        .map(done -> new Answer(shown, unknown));
  }

  private Uni<Void> inParts(
      String region, List<InstanceId> ids, List<Instance> shown, List<InstanceId> unknown) {
    Uni<Void> asked = Uni.createFrom().voidItem();
    for (int from = 0; from < ids.size(); from += InstancePages.PER_PAGE) {
      List<InstanceId> some =
          ids.subList(from, Math.min(ids.size(), from + InstancePages.PER_PAGE));
      asked = asked.chain(() -> once(region, some, shown, unknown));
    }
    return asked;
  }

  private Uni<Void> once(
      String region, List<InstanceId> ids, List<Instance> shown, List<InstanceId> unknown) {
    // Neither a filter nor a page size: with them an id that is unknown would just not be shown.
    List<String> names = ids.stream().map(InstanceId::toString).toList();
    return ec2.<DescribeInstancesResponse>ask(
            "DescribeInstances",
            region,
            client -> client.describeInstances(r -> r.instanceIds(names)))
        .invoke(answer -> answer.reservations().forEach(found -> shown.addAll(found.instances())))
        .replaceWithVoid()
        .onFailure(failure -> Ec2Calls.code(failure).startsWith("InvalidInstanceID"))
        .recoverWithUni(failure -> narrow(region, ids, Ec2Calls.code(failure), shown, unknown));
  }

  private Uni<Void> narrow(
      String region,
      List<InstanceId> ids,
      String code,
      List<Instance> shown,
      List<InstanceId> unknown) {
    int half = ids.size() / 2;
    if (half > 0) {
      return once(region, ids.subList(0, half), shown, unknown)
          .chain(() -> once(region, ids.subList(half, ids.size()), shown, unknown));
    }
    if (code.equals(UNKNOWN_ID)) {
      unknown.addAll(ids);
    }
    return Uni.createFrom().voidItem();
  }

  private static void unanswered(String region, Throwable failure) {
    LOG.warnf("Instances not asked for region=%s reason=%s", region, Ec2Calls.reason(failure));
  }
}
