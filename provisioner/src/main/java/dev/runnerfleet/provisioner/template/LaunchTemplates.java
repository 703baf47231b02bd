package dev.runnerfleet.provisioner.template;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import dev.runnerfleet.provisioner.core.ClientToken;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.pool.TemplateVersions;
import dev.runnerfleet.provisioner.ec2.Ec2Calls;
import dev.runnerfleet.provisioner.ec2.RefusedException;
import dev.runnerfleet.provisioner.ec2.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Keeps one launch template per pool with a version per revision. However often and by however many
 * it is asked for, AWS holds each version once: a template's name is unique, a version that is
 * there is found by its description, and a new one is asked for with a token made of what was there
 * before. Every method fails with {@link RefusedException}.
 */
@ApplicationScoped
public class LaunchTemplates {

  private static final String ALREADY_THERE = "InvalidLaunchTemplateName.AlreadyExistsException";
  private static final int PAGE = 200;
  private static final Refusal TOO_LONG = new Refusal.BadConfiguration("InvalidUserData.TooLong");

  private final Ec2Calls ec2;
  private final UserData userData;
  private final String fleet;

  LaunchTemplates(Ec2Calls ec2, UserData userData, ProvisionerConfig config) {
    this.ec2 = ec2;
    this.userData = userData;
    this.fleet = config.fleetName();
  }

  /** The pool revision's version, made where it is missing. */
  public Uni<Template> ensure(PoolSpec spec) {
    Optional<String> script = userData.of(spec.machine());
    if (script.isEmpty()) {
      return Uni.createFrom().failure(new RefusedException("User data", TOO_LONG));
    }
    Wanted wanted = wanted(spec, TemplateData.of(fleet, spec, script.get()));
    return create(wanted)
        .onFailure(failure -> isCoded(failure, ALREADY_THERE))
        .recoverWithUni(() -> findOrAdd(wanted))
        .map(version -> new Template(wanted.name(), version));
  }

  /** The AMI that the version's image stands for now; nothing where AWS does not say. */
  public Uni<Optional<String>> image(String region, Template template) {
    return ec2.call(
            "DescribeLaunchTemplateVersions",
            region,
            client ->
                client.describeLaunchTemplateVersions(
                    request ->
                        request
                            .launchTemplateName(template.name())
                            .versions(Long.toString(template.version()))
                            .resolveAlias(true)))
        .map(
            response ->
                response.launchTemplateVersions().stream()
                    .map(version -> version.launchTemplateData().imageId())
                    .filter(image -> image != null && image.startsWith("ami-"))
                    .findFirst());
  }

  /**
   * Deletes the versions that nobody will launch from again.
   *
   * @return how many versions are left
   */
  public Uni<Integer> prune(String region, Template current, Set<Long> inUse) {
    return versions(region, current.name())
        .chain(
            versions -> {
              List<Long> numbers =
                  versions.stream().map(LaunchTemplateVersion::versionNumber).toList();
              List<Long> obsolete =
                  TemplateVersions.obsolete(numbers, current.version(), inUse, defaultOf(versions));
              return obsolete.isEmpty()
                  ? Uni.createFrom().item(numbers.size())
                  : delete(region, current.name(), obsolete)
                      .replaceWith(numbers.size() - obsolete.size());
            });
  }

  /** Deletes the pool's template; one that is gone already will do. */
  public Uni<Void> delete(String region, String name) {
    return ec2.call(
            "DeleteLaunchTemplate",
            region,
            client -> client.deleteLaunchTemplate(request -> request.launchTemplateName(name)))
        .onFailure(LaunchTemplates::isMissing)
        .recoverWithNull()
        .replaceWithVoid();
  }

  /** What the pool's template is called. */
  public String nameFor(PoolName pool) {
    return "runnerfleet-%s-%s".formatted(fleet, pool);
  }

  private record Wanted(
      String region, String name, String description, RequestLaunchTemplateData data) {

    /**
     * The same for all who see the same versions there, so that AWS makes one of what they ask for;
     * another once that one was made, or made and deleted.
     */
    String token(long latest) {
      return ClientToken.of(region, name, description, latest).value();
    }
  }

  private Wanted wanted(PoolSpec spec, RequestLaunchTemplateData data) {
    // Another installation may have used the name before: the hash tells its versions from ours.
    String hash = ClientToken.of(data.toString(), data.userData()).value().substring(0, 12);
    return new Wanted(
        spec.region(),
        nameFor(spec.name()),
        "revision-%d %s".formatted(spec.revision(), hash),
        data);
  }

  private static boolean isCoded(Throwable failure, String code) {
    return failure instanceof RefusedException refused && refused.refusal().code().equals(code);
  }

  private static boolean isMissing(Throwable failure) {
    return failure instanceof RefusedException refused
        && refused.refusal() instanceof Refusal.MissingTemplate;
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
    return versions(wanted.region(), wanted.name())
        .chain(
            versions ->
                find(versions, wanted)
                    .map(Uni.createFrom()::item)
                    .orElseGet(() -> add(wanted, latestOf(versions))));
  }

  private static Optional<Long> find(List<LaunchTemplateVersion> versions, Wanted wanted) {
    return versions.stream()
        .filter(version -> wanted.description().equals(version.versionDescription()))
        .map(LaunchTemplateVersion::versionNumber)
        .min(Comparator.naturalOrder());
  }

  private static long latestOf(List<LaunchTemplateVersion> versions) {
    return versions.stream().mapToLong(LaunchTemplateVersion::versionNumber).max().orElse(0);
  }

  private static long defaultOf(List<LaunchTemplateVersion> versions) {
    return versions.stream()
        .filter(version -> Boolean.TRUE.equals(version.defaultVersion()))
        .mapToLong(LaunchTemplateVersion::versionNumber)
        .findFirst()
        .orElse(1);
  }

  private Uni<List<LaunchTemplateVersion>> versions(String region, String name) {
    return page(region, name, null, new ArrayList<>());
  }

  private Uni<List<LaunchTemplateVersion>> page(
      String region, String name, @Nullable String token, List<LaunchTemplateVersion> found) {
    return ec2.call(
            "DescribeLaunchTemplateVersions",
            region,
            client ->
                client.describeLaunchTemplateVersions(
                    request -> request.launchTemplateName(name).maxResults(PAGE).nextToken(token)))
        .chain(
            response -> {
              found.addAll(response.launchTemplateVersions());
              String next = response.nextToken();
              return next == null || next.isEmpty()
                  ? Uni.createFrom().item(found)
                  : page(region, name, next, found);
            });
  }

  private Uni<Long> add(Wanted wanted, long latest) {
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
                            .clientToken(wanted.token(latest))))
        .map(response -> response.launchTemplateVersion().versionNumber());
  }

  private Uni<Void> delete(String region, String name, List<Long> versions) {
    List<String> numbers = versions.stream().map(Object::toString).limit(PAGE).toList();
    return ec2.call(
            "DeleteLaunchTemplateVersions",
            region,
            client ->
                client.deleteLaunchTemplateVersions(
                    request -> request.launchTemplateName(name).versions(numbers)))
        .replaceWithVoid();
  }
}
