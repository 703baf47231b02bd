package dev.runnerfleet.sandbox.ec2.template;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplate;
import dev.runnerfleet.sandbox.core.aws.template.LaunchTemplates;
import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;

/** Launch templates over the wire. */
public final class LaunchTemplateActions {
  private static final Map<String, Function<LaunchTemplate, Stream<String>>> FILTERS =
      Map.of(
          "launch-template-name", template -> Stream.of(template.name()),
          "create-time", template -> Stream.of(template.createdAt().toString()));

  private final WorldClock world;
  private final String creator;
  private final Cut pages;

  public LaunchTemplateActions(WorldClock world, String account) {
    this.world = world;
    this.creator = TemplateShapes.creator(account);
    this.pages = new Cut(world, "DescribeLaunchTemplates", 1, 200);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("CreateLaunchTemplate", CreateLaunchTemplateRequest::builder, this::create),
        Ec2Action.of("ModifyLaunchTemplate", ModifyLaunchTemplateRequest::builder, this::modify),
        Ec2Action.of("DeleteLaunchTemplate", DeleteLaunchTemplateRequest::builder, this::delete),
        Ec2Action.of(
            "DescribeLaunchTemplates", DescribeLaunchTemplatesRequest::builder, this::describe));
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

  private ModifyLaunchTemplateResponse modify(ModifyLaunchTemplateRequest request) {
    var ref = new TemplateRef(request.launchTemplateId(), request.launchTemplateName());
    String version = Shapes.required("SetDefaultVersion", request.defaultVersion());
    LaunchTemplate changed = world.ask(w -> w.cloud().templates().setDefault(ref, version));
    return ModifyLaunchTemplateResponse.builder()
        .launchTemplate(TemplateShapes.template(changed, creator))
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
    var page = pages.of(found, request.maxResults(), request.nextToken());
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
}
