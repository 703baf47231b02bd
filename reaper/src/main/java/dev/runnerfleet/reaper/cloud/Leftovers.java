package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.core.sweep.SweepView.Thing;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Lists and deletes what may outlive instances: unattached volumes, and launch templates. */
@ApplicationScoped
public class Leftovers {

  private static final int PER_PAGE = 200;
  private static final Logger LOG = Logger.getLogger(Leftovers.class);

  private final Ec2Calls ec2;
  private final Filter ours;

  Leftovers(Ec2Calls ec2, ReaperConfig config) {
    this.ec2 = ec2;
    this.ours = Filter.builder().name("tag:runnerfleet:fleet").values(config.fleetName()).build();
  }

  /** All of this fleet's in a region; nothing where a page failed. */
  public Uni<List<Thing>> all(String region) {
    List<Thing> found = new ArrayList<>();
    return volumes(region, null, found)
        .chain(() -> templates(region, null, found))
        .map(done -> List.copyOf(found))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warnf(
                  "Volumes and launch templates not listed region=%s reason=%s",
                  region, Ec2Calls.reason(failure));
              return List.of();
            });
  }

  private Uni<Boolean> volumes(String region, @Nullable String token, List<Thing> found) {
    Filter unattached = Filter.builder().name("status").values("available").build();
    return ec2.<DescribeVolumesResponse>ask(
            "DescribeVolumes",
            region,
            client ->
                client.describeVolumes(
                    r -> r.filters(ours, unattached).maxResults(PER_PAGE).nextToken(token)))
        .chain(
            answer -> {
              answer
                  .volumes()
                  .forEach(
                      volume ->
                          found.add(
                              new Thing(
                                  Thing.Kind.VOLUME,
                                  volume.volumeId(),
                                  region,
                                  FleetInstances.pool(volume.tags()),
                                  volume.createTime())));
              String next = answer.nextToken();
              return isLast(next) ? Uni.createFrom().item(true) : volumes(region, next, found);
            });
  }

  private Uni<Boolean> templates(String region, @Nullable String token, List<Thing> found) {
    return ec2.<DescribeLaunchTemplatesResponse>ask(
            "DescribeLaunchTemplates",
            region,
            client ->
                client.describeLaunchTemplates(
                    r -> r.filters(ours).maxResults(PER_PAGE).nextToken(token)))
        .chain(
            answer -> {
              answer
                  .launchTemplates()
                  .forEach(
                      template ->
                          found.add(
                              new Thing(
                                  Thing.Kind.LAUNCH_TEMPLATE,
                                  template.launchTemplateId(),
                                  region,
                                  FleetInstances.pool(template.tags()),
                                  template.createTime())));
              String next = answer.nextToken();
              return isLast(next) ? Uni.createFrom().item(true) : templates(region, next, found);
            });
  }

  private static boolean isLast(@Nullable String token) {
    return token == null || token.isEmpty();
  }

  /** Deletes it; what fails is found again by the next sweep. */
  public Uni<Void> delete(Thing thing) {
    Uni<?> deleted =
        switch (thing.kind()) {
          case VOLUME ->
              ec2.once(
                  "DeleteVolume",
                  thing.region(),
                  client -> client.deleteVolume(r -> r.volumeId(thing.id())));
          case LAUNCH_TEMPLATE ->
              ec2.once(
                  "DeleteLaunchTemplate",
                  thing.region(),
                  client -> client.deleteLaunchTemplate(r -> r.launchTemplateId(thing.id())));
        };
    return deleted
        .replaceWithVoid()
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    "Leftover not deleted id=%s reason=%s", thing.id(), Ec2Calls.reason(failure)))
        .onFailure()
        .recoverWithNull();
  }
}
