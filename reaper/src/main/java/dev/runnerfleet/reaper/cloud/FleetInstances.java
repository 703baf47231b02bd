package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.core.sweep.SweepView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  private final InstancePages pages;
  private final InstancesById byId;
  private final String fleet;

  FleetInstances(InstancePages pages, InstancesById byId, ReaperConfig config) {
    this.pages = pages;
    this.byId = byId;
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

  /** Asks for these very instances. */
  public Uni<ById> byId(String region, List<InstanceId> ids) {
    return byId.ask(region, ids)
        .map(
            answer ->
                new ById(
                    answer.shown().stream().map(i -> of(region, i)).toList(), answer.unknown()));
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
