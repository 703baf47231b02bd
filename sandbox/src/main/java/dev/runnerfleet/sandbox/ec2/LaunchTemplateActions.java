package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplate;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;

/** Launch templates over the wire. */
final class LaunchTemplateActions {
  private static final int MAX_PAGE = 200;
  private static final Map<String, Function<LaunchTemplate, Stream<String>>> FILTERS =
      Map.of(
          "launch-template-name", template -> Stream.of(template.name()),
          "create-time", template -> Stream.of(template.createdAt().toString()));

  private final WorldClock world;
  private final String creator;

  LaunchTemplateActions(WorldClock world, String account) {
    this.world = world;
    this.creator = "arn:aws:iam::" + account + ":root";
  }

  List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("CreateLaunchTemplate", CreateLaunchTemplateRequest::builder, this::create),
        Ec2Action.of(
            "CreateLaunchTemplateVersion",
            CreateLaunchTemplateVersionRequest::builder,
            this::createVersion),
        Ec2Action.of("DeleteLaunchTemplate", DeleteLaunchTemplateRequest::builder, this::delete),
        Ec2Action.of(
            "DescribeLaunchTemplates", DescribeLaunchTemplatesRequest::builder, this::describe),
        Ec2Action.of(
            "DescribeLaunchTemplateVersions",
            DescribeLaunchTemplateVersionsRequest::builder,
            this::describeVersions));
  }

  private CreateLaunchTemplateResponse create(CreateLaunchTemplateRequest request) {
    String name = Shapes.required("LaunchTemplateName", request.launchTemplateName());
    var data =
        TemplateShapes.data(Shapes.required("LaunchTemplateData", request.launchTemplateData()));
    var tags = Shapes.tags(request.tagSpecifications(), "launch-template");
    LaunchTemplate made =
        world.ask(
            w ->
                w.cloud()
                    .templates()
                    .create(
                        request.clientToken(),
                        name,
                        request.versionDescription(),
                        data,
                        tags,
                        w.now()));
    return CreateLaunchTemplateResponse.builder()
        .launchTemplate(TemplateShapes.template(made, creator))
        .build();
  }

  private CreateLaunchTemplateVersionResponse createVersion(
      CreateLaunchTemplateVersionRequest request) {
    var ref = new TemplateRef(request.launchTemplateId(), request.launchTemplateName());
    var asked =
        TemplateShapes.data(Shapes.required("LaunchTemplateData", request.launchTemplateData()));
    TemplateVersion made =
        world.ask(
            w -> {
              LaunchTemplates templates = w.cloud().templates();
              String source = request.sourceVersion();
              var data =
                  source == null
                      ? asked
                      : TemplateShapes.inherit(templates.version(ref, source).data(), asked);
              return templates.addVersion(
                  request.clientToken(), ref, request.versionDescription(), data, w.now());
            });
    return CreateLaunchTemplateVersionResponse.builder()
        .launchTemplateVersion(TemplateShapes.version(made, false, creator))
        .build();
  }

  private DeleteLaunchTemplateResponse delete(DeleteLaunchTemplateRequest request) {
    var ref = new TemplateRef(request.launchTemplateId(), request.launchTemplateName());
    LaunchTemplate deleted = world.ask(w -> w.cloud().templates().delete(ref));
    return DeleteLaunchTemplateResponse.builder()
        .launchTemplate(TemplateShapes.template(deleted, creator))
        .build();
  }

  private DescribeLaunchTemplatesResponse describe(DescribeLaunchTemplatesRequest request) {
    var matching = Filter.all(Shapes.filters(request.filters()), FILTERS, LaunchTemplate::tags);
    List<LaunchTemplate> found = world.ask(w -> named(w.cloud().templates(), request, matching));
    var page =
        Page.of(
            found, Page.checkMaxResults(request.maxResults(), 1, MAX_PAGE), request.nextToken());
    return DescribeLaunchTemplatesResponse.builder()
        .launchTemplates(
            page.items().stream().map(t -> TemplateShapes.template(t, creator)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Templates asked for by id or name must exist; otherwise it is all of them. */
  private static List<LaunchTemplate> named(
      LaunchTemplates templates,
      DescribeLaunchTemplatesRequest request,
      Predicate<LaunchTemplate> matching) {
    var found = new ArrayList<LaunchTemplate>();
    request.launchTemplateIds().forEach(id -> found.add(templates.find(new TemplateRef(id, null))));
    request
        .launchTemplateNames()
        .forEach(name -> found.add(templates.find(new TemplateRef(null, name))));
    boolean named = request.hasLaunchTemplateIds() || request.hasLaunchTemplateNames();
    return (named ? found : templates.all()).stream().filter(matching).toList();
  }

  private DescribeLaunchTemplateVersionsResponse describeVersions(
      DescribeLaunchTemplateVersionsRequest request) {
    record Found(TemplateVersion version, boolean isDefault) {}
    List<Found> found =
        world.ask(
            w -> {
              LaunchTemplates templates = w.cloud().templates();
              return versions(templates, request).stream()
                  .map(v -> new Found(v, isDefault(templates, v)))
                  .toList();
            });
    var page =
        Page.of(
            found, Page.checkMaxResults(request.maxResults(), 1, MAX_PAGE), request.nextToken());
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(
            page.items().stream()
                .map(f -> TemplateShapes.version(f.version(), f.isDefault(), creator))
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static boolean isDefault(LaunchTemplates templates, TemplateVersion version) {
    var template = templates.find(new TemplateRef(version.templateId(), null));
    return template.defaultVersion() == version.number();
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
