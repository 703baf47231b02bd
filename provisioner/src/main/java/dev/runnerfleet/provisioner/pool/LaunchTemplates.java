package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.ClientToken;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.ec2.Ec2Calls;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.ec2.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * Keeps one launch template per pool with a version per revision. However often and by however many
 * it is asked for, AWS holds each version once: calls carry a token made of what they ask for, and
 * a version that is there is found by its description.
 */
@ApplicationScoped
class LaunchTemplates {

  private static final String ALREADY_THERE = "InvalidLaunchTemplateName.AlreadyExistsException";

  private final Ec2Calls ec2;
  private final UserData userData;
  private final String fleet;

  LaunchTemplates(Ec2Calls ec2, UserData userData, ProvisionerConfig config) {
    this.ec2 = ec2;
    this.userData = userData;
    this.fleet = config.fleetName();
  }

  /** The pool revision's template, made where it is missing. Fails with RefusedException. */
  Uni<Pool.Template> ensure(PoolSpec spec) {
    Optional<String> script = userData.of(spec.machine());
    if (script.isEmpty()) {
      return Uni.createFrom().failure(new RefusedException("User data", UNUSABLE_USER_DATA));
    }
    Wanted wanted = wanted(spec, data(spec, script.get()));
    return create(wanted)
        .onFailure(LaunchTemplates::alreadyThere)
        .recoverWithUni(() -> findOrAdd(wanted))
        .map(version -> new Pool.Template(wanted.name(), Long.toString(version)));
  }

  private static final Refusal UNUSABLE_USER_DATA =
      new Refusal.BadConfiguration("InvalidUserData.NoneForExecutorOrTooLong");

  private record Wanted(
      String region, String name, String description, RequestLaunchTemplateData data) {
    String token() {
      return ClientToken.of(region, name, description).value();
    }
  }

  private Wanted wanted(PoolSpec spec, RequestLaunchTemplateData data) {
    // Another installation may have used the name before: the hash tells its versions from ours.
    String hash = ClientToken.of(data.toString(), data.userData()).value().substring(0, 12);
    return new Wanted(
        spec.region(),
        "runnerfleet-%s-%s".formatted(fleet, spec.name()),
        "revision-%d %s".formatted(spec.revision(), hash),
        data);
  }

  private static boolean alreadyThere(Throwable failure) {
    return failure instanceof RefusedException refused
        && refused.refusal().code().equals(ALREADY_THERE);
  }

  private Uni<Long> create(Wanted wanted) {
    return ec2.call(
            "CreateLaunchTemplate",
            wanted.region(),
            client ->
                client.createLaunchTemplate(
                    request ->
                        request
                            .launchTemplateName(wanted.name())
                            .versionDescription(wanted.description())
                            .launchTemplateData(wanted.data())
                            .tagSpecifications(
                                TagSpecification.builder()
                                    .resourceType(ResourceType.LAUNCH_TEMPLATE)
                                    .tags(Tags.tag(Tags.FLEET, fleet))
                                    .build())))
        .replaceWith(1L);
  }

  private Uni<Long> findOrAdd(Wanted wanted) {
    return find(wanted, null)
        .chain(found -> found.map(Uni.createFrom()::item).orElseGet(() -> add(wanted)));
  }

  private Uni<Optional<Long>> find(Wanted wanted, @Nullable String token) {
    return ec2.call(
            "DescribeLaunchTemplateVersions",
            wanted.region(),
            client ->
                client.describeLaunchTemplateVersions(
                    request ->
                        request.launchTemplateName(wanted.name()).maxResults(200).nextToken(token)))
        .chain(
            response -> {
              Optional<Long> found =
                  response.launchTemplateVersions().stream()
                      .filter(version -> wanted.description().equals(version.versionDescription()))
                      .map(LaunchTemplateVersion::versionNumber)
                      .findFirst();
              String next = response.nextToken();
              return found.isPresent() || next == null || next.isEmpty()
                  ? Uni.createFrom().item(found)
                  : find(wanted, next);
            });
  }

  private Uni<Long> add(Wanted wanted) {
    return ec2.call(
            "CreateLaunchTemplateVersion",
            wanted.region(),
            client ->
                client.createLaunchTemplateVersion(
                    request ->
                        request
                            .launchTemplateName(wanted.name())
                            .versionDescription(wanted.description())
                            .launchTemplateData(wanted.data())
                            .clientToken(wanted.token())))
        .map(response -> response.launchTemplateVersion().versionNumber());
  }

  private RequestLaunchTemplateData data(PoolSpec spec, String script) {
    Machine machine = spec.machine();
    List<Tag> tags = Tags.ofPool(fleet, spec.name(), spec.revision());
    var data =
        RequestLaunchTemplateData.builder()
            .imageId(machine.image())
            .userData(script)
            .securityGroupIds(machine.securityGroups())
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE.toString())
            .metadataOptions(
                metadata ->
                    metadata
                        .httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
                        .httpPutResponseHopLimit(1))
            .blockDeviceMappings(
                LaunchTemplateBlockDeviceMappingRequest.builder()
                    .deviceName(rootDevice(machine.image()))
                    .ebs(
                        ebs ->
                            ebs.volumeType(VolumeType.GP3)
                                .volumeSize(machine.diskGib())
                                .encrypted(true)
                                .deleteOnTermination(true))
                    .build())
            .tagSpecifications(
                tagged(ResourceType.INSTANCE, tags), tagged(ResourceType.VOLUME, tags));
    String profile = machine.instanceProfile();
    if (profile != null) {
      data.iamInstanceProfile(iam -> iam.name(profile));
    }
    return data.build();
  }

  private static LaunchTemplateTagSpecificationRequest tagged(ResourceType type, List<Tag> tags) {
    return LaunchTemplateTagSpecificationRequest.builder().resourceType(type).tags(tags).build();
  }

  /** Ubuntu and Debian name the root volume otherwise than Amazon Linux does. */
  private static String rootDevice(String image) {
    return image.contains("/canonical/") || image.contains("/debian/") ? "/dev/sda1" : "/dev/xvda";
  }
}
