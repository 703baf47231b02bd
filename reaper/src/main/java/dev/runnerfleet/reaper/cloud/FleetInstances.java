package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.core.sweep.SweepView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Lists the fleet's instances, and asks for single ones by their ids. */
@ApplicationScoped
public class FleetInstances {

  /** Whatever its value, but for {@code false}, it protects an instance from everything but AWS. */
  public static final String BYPASS = "runnerfleet:bypass";

  private static final String UNKNOWN_ID = "InvalidInstanceID.NotFound";
  private static final Logger LOG = Logger.getLogger(FleetInstances.class);

  private final Ec2Calls ec2;
  private final InstancePages pages;
  private final Account account;
  private final String fleet;

  FleetInstances(Ec2Calls ec2, InstancePages pages, Account account, ReaperConfig config) {
    this.ec2 = ec2;
    this.pages = pages;
    this.account = account;
    this.fleet = config.fleetName();
  }

  /** All instances of this fleet in a region; none if any page failed. */
  public Uni<Optional<List<SweepView.Instance>>> all(String region) {
    Filter filter = Filter.builder().name("tag:runnerfleet:fleet").values(fleet).build();
    return pages
        .all(region, filter)
        .map(listing -> listing.map(found -> found.stream().map(i -> of(region, i)).toList()));
  }

  /**
   * What EC2 said of instances by their ids. Those in neither list got no answer.
   *
   * @param unknown those of which EC2 said, each on its own, that there is no such instance
   */
  public record ById(List<SweepView.Instance> shown, List<InstanceId> unknown) {
    public ById {
      shown = List.copyOf(shown);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * Asks for these very instances. One id that EC2 does not know fails the whole of a call, so then
   * each half has a call of its own. Any other failure ends the asking, with the answers so far.
   */
  public Uni<ById> byId(String region, List<InstanceId> ids) {
    List<SweepView.Instance> shown = new ArrayList<>();
    List<InstanceId> unknown = new ArrayList<>();
    return account
        .isOurs(region)
        .chain(ours -> ours ? askInParts(region, ids, shown, unknown) : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failure -> unanswered(region, failure))
        .onFailure()
        .recoverWithNull()
        .map(done -> new ById(shown, unknown));
  }

  private Uni<Void> askInParts(
      String region,
      List<InstanceId> ids,
      List<SweepView.Instance> shown,
      List<InstanceId> unknown) {
    Uni<Void> asked = Uni.createFrom().voidItem();
    for (int from = 0; from < ids.size(); from += InstancePages.PER_PAGE) {
      List<InstanceId> some =
          ids.subList(from, Math.min(ids.size(), from + InstancePages.PER_PAGE));
      asked = asked.chain(() -> ask(region, some, shown, unknown));
    }
    return asked;
  }

  private Uni<Void> ask(
      String region,
      List<InstanceId> ids,
      List<SweepView.Instance> shown,
      List<InstanceId> unknown) {
    // Neither a filter nor a page size: with them an id that is unknown would just not be shown.
    List<String> names = ids.stream().map(InstanceId::toString).toList();
    return ec2.<DescribeInstancesResponse>ask(
            "DescribeInstances",
            region,
            client -> client.describeInstances(r -> r.instanceIds(names)))
        .invoke(
            answer ->
                answer.reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .map(instance -> of(region, instance))
                    .forEach(shown::add))
        .replaceWithVoid()
        .onFailure(failure -> Ec2Calls.code(failure).startsWith("InvalidInstanceID"))
        .recoverWithUni(failure -> narrow(region, ids, Ec2Calls.code(failure), shown, unknown));
  }

  private Uni<Void> narrow(
      String region,
      List<InstanceId> ids,
      String code,
      List<SweepView.Instance> shown,
      List<InstanceId> unknown) {
    int half = ids.size() / 2;
    if (half > 0) {
      return ask(region, ids.subList(0, half), shown, unknown)
          .chain(() -> ask(region, ids.subList(half, ids.size()), shown, unknown));
    }
    if (code.equals(UNKNOWN_ID)) {
      unknown.addAll(ids);
    }
    return Uni.createFrom().voidItem();
  }

  private static void unanswered(String region, Throwable failure) {
    LOG.warnf("Instances not asked for region=%s reason=%s", region, Ec2Calls.reason(failure));
  }

  private static SweepView.Instance of(String region, Instance instance) {
    InstanceStateName state = instance.state().name();
    StateReason reason = instance.stateReason();
    String code = reason == null ? "" : String.valueOf(reason.code());
    return new SweepView.Instance(
        new InstanceId(instance.instanceId()),
        region,
        pool(instance.tags()),
        state != InstanceStateName.TERMINATED && state != InstanceStateName.SHUTTING_DOWN,
        code.startsWith("Server."),
        bypassed(instance),
        instance.launchTime());
  }

  static boolean bypassed(Instance instance) {
    return instance.tags().stream()
        .anyMatch(tag -> tag.key().equals(BYPASS) && !"false".equalsIgnoreCase(tag.value()));
  }

  static @Nullable PoolName pool(List<Tag> tags) {
    for (Tag tag : tags) {
      if (tag.key().equals("runnerfleet:pool")) {
        try {
          return new PoolName(tag.value());
        } catch (InvalidValueException e) {
          return null; // somebody wrote over it
        }
      }
    }
    return null;
  }
}
