package dev.runnerfleet.sandbox.ec2.template;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.image.Images;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.core.aws.template.VersionDeletion;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseErrorItem;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;

/** The versions of launch templates over the wire. */
public final class TemplateVersionActions {
  private record Found(TemplateVersion version, boolean isDefault, @Nullable String image) {}

  private static final Map<String, Function<Found, Stream<String>>> FILTERS =
      Map.of(
          "create-time", f -> Stream.of(f.version().createdAt().toString()),
          "image-id", f -> Stream.ofNullable(f.version().data().image()),
          "instance-type", f -> Stream.ofNullable(f.version().data().instanceType()),
          "iam-instance-profile", f -> Stream.ofNullable(f.version().data().instanceProfile()),
          "is-default-version", f -> Stream.of(String.valueOf(f.isDefault())));

  private final WorldClock world;
  private final String creator;
  private final Cut pages;

  public TemplateVersionActions(WorldClock world, String account) {
    this.world = world;
    this.creator = TemplateShapes.creator(account);
    this.pages = new Cut(world, "DescribeLaunchTemplateVersions", 1, 200);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of(
            "CreateLaunchTemplateVersion",
            CreateLaunchTemplateVersionRequest::builder,
            this::create),
        Ec2Action.of(
            "DeleteLaunchTemplateVersions",
            DeleteLaunchTemplateVersionsRequest::builder,
            this::delete),
        Ec2Action.of(
            "DescribeLaunchTemplateVersions",
            DescribeLaunchTemplateVersionsRequest::builder,
            this::describe));
  }

  private CreateLaunchTemplateVersionResponse create(CreateLaunchTemplateVersionRequest request) {
    var ref = new TemplateRef(request.launchTemplateId(), request.launchTemplateName());
    var asked =
        TemplateShapes.data(Shapes.required("LaunchTemplateData", request.launchTemplateData()));
    boolean resolve = Boolean.TRUE.equals(request.resolveAlias());
    Found made =
        world.ask(
            w -> {
              LaunchTemplates templates = w.cloud().templates();
              String source = request.sourceVersion();
              var data =
                  source == null
                      ? asked
                      : TemplateShapes.inherit(templates.version(ref, source).data(), asked);
              var version =
                  templates.addVersion(
                      request.clientToken(), ref, request.versionDescription(), data, w.now());
              return found(w, version, resolve);
            });
    return CreateLaunchTemplateVersionResponse.builder()
        .launchTemplateVersion(
            TemplateShapes.version(made.version(), made.isDefault(), made.image(), creator))
        .build();
  }

  private DeleteLaunchTemplateVersionsResponse delete(DeleteLaunchTemplateVersionsRequest request) {
    var ref = new TemplateRef(request.launchTemplateId(), request.launchTemplateName());
    if (request.versions().isEmpty()) {
      throw Refusal.missing("LaunchTemplateVersion");
    }
    var deletions = world.ask(w -> w.cloud().templates().deleteVersions(ref, request.versions()));
    return DeleteLaunchTemplateVersionsResponse.builder()
        .successfullyDeletedLaunchTemplateVersions(
            deletions.stream()
                .filter(deletion -> deletion.code() == null)
                .map(TemplateVersionActions::deleted)
                .toList())
        .unsuccessfullyDeletedLaunchTemplateVersions(
            deletions.stream()
                .filter(deletion -> deletion.code() != null)
                .map(TemplateVersionActions::kept)
                .toList())
        .build();
  }

  private static DeleteLaunchTemplateVersionsResponseSuccessItem deleted(VersionDeletion deletion) {
    return DeleteLaunchTemplateVersionsResponseSuccessItem.builder()
        .launchTemplateId(deletion.template().id())
        .launchTemplateName(deletion.template().name())
        .versionNumber(deletion.number())
        .build();
  }

  private static DeleteLaunchTemplateVersionsResponseErrorItem kept(VersionDeletion deletion) {
    return DeleteLaunchTemplateVersionsResponseErrorItem.builder()
        .launchTemplateId(deletion.template().id())
        .launchTemplateName(deletion.template().name())
        .versionNumber(deletion.number())
        .responseError(error -> error.code(deletion.code()).message(deletion.message()))
        .build();
  }

  private DescribeLaunchTemplateVersionsResponse describe(
      DescribeLaunchTemplateVersionsRequest request) {
    boolean resolve = Boolean.TRUE.equals(request.resolveAlias());
    var matching = Filter.all(Shapes.filters(request.filters()), FILTERS, f -> Map.of());
    List<Found> found =
        world.ask(
            w ->
                versions(w.cloud().templates(), request).stream()
                    .map(version -> found(w, version, resolve))
                    .filter(matching)
                    .toList());
    var page = pages.of(found, request.maxResults(), request.nextToken());
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(
            page.items().stream()
                .map(f -> TemplateShapes.version(f.version(), f.isDefault(), f.image(), creator))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static Found found(World world, TemplateVersion version, boolean resolve) {
    var template = world.cloud().templates().find(new TemplateRef(version.templateId(), null));
    String image = version.data().image();
    String resolved =
        resolve && image != null && image.startsWith(Images.ALIAS)
            ? world.cloud().images().resolve(image).id()
            : null;
    return new Found(version, template.defaultVersion() == version.number(), resolved);
  }

  private static List<TemplateVersion> versions(
      LaunchTemplates templates, DescribeLaunchTemplateVersionsRequest request) {
    if (request.launchTemplateId() == null && request.launchTemplateName() == null) {
      return versionsOfAll(templates, request.versions());
    }
    var ref = new TemplateRef(request.launchTemplateId(), request.launchTemplateName());
    if (request.hasVersions()) {
      return request.versions().stream().map(v -> templates.version(ref, v)).toList();
    }
    long least = bound("MinVersion", request.minVersion(), 1);
    long most = bound("MaxVersion", request.maxVersion(), Long.MAX_VALUE);
    return templates.versions(ref).reversed().stream()
        .filter(version -> version.number() >= least && version.number() <= most)
        .toList();
  }

  private static List<TemplateVersion> versionsOfAll(
      LaunchTemplates templates, List<String> versions) {
    if (versions.isEmpty()
        || !versions.stream().allMatch(v -> v.equals("$Latest") || v.equals("$Default"))) {
      throw Refusal.missing("LaunchTemplateId or LaunchTemplateName");
    }
    return versions.stream()
        .flatMap(version -> templates.ofAll(version.equals("$Latest")).stream())
        .toList();
  }

  private static long bound(String parameter, @Nullable String text, long absent) {
    try {
      return text == null ? absent : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.invalid(parameter, text, "A version number.");
    }
  }
}
