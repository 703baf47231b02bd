package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.Tagging.TagOf;
import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** Tags over the wire. */
final class TagActions {
  private static final Map<String, Function<TagOf, Stream<String>>> FILTERS =
      Map.of(
          "key", tag -> Stream.of(tag.key()),
          "value", tag -> Stream.of(tag.value()),
          "resource-id", tag -> Stream.of(tag.resource()),
          "resource-type", tag -> Stream.of(tag.resourceType()));

  private final WorldClock world;
  private final Cut pages;

  TagActions(WorldClock world) {
    this.world = world;
    this.pages = new Cut(world, "DescribeTags", 5, 1000);
  }

  List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("CreateTags", CreateTagsRequest::builder, this::create),
        Ec2Action.of("DeleteTags", DeleteTagsRequest::builder, this::delete),
        Ec2Action.of("DescribeTags", DescribeTagsRequest::builder, this::describe));
  }

  private CreateTagsResponse create(CreateTagsRequest request) {
    var tags = Shapes.tags(request.tags());
    if (request.resources().isEmpty() || tags.isEmpty()) {
      throw Refusal.missing(tags.isEmpty() ? "Tag" : "ResourceId");
    }
    world.tell(w -> w.cloud().tagging().tag(request.resources(), tags));
    return CreateTagsResponse.builder().build();
  }

  private DeleteTagsResponse delete(DeleteTagsRequest request) {
    if (request.resources().isEmpty()) {
      throw Refusal.missing("ResourceId");
    }
    var tags = new TreeMap<String, Optional<String>>();
    for (Tag tag : request.tags()) {
      tags.put(Shapes.required("Tag.Key", tag.key()), Optional.ofNullable(tag.value()));
    }
    world.tell(w -> w.cloud().tagging().untag(request.resources(), tags));
    return DeleteTagsResponse.builder().build();
  }

  private DescribeTagsResponse describe(DescribeTagsRequest request) {
    var matching =
        Filter.<TagOf>all(
            Shapes.filters(request.filters()), FILTERS, tag -> Map.of(tag.key(), tag.value()));
    List<TagOf> found = world.ask(w -> w.cloud().tagging().all().filter(matching).toList());
    var page = pages.of(found, request.maxResults(), request.nextToken());
    return DescribeTagsResponse.builder()
        .tags(page.items().stream().map(TagActions::tag).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static TagDescription tag(TagOf tag) {
    return TagDescription.builder()
        .resourceId(tag.resource())
        .resourceType(tag.resourceType())
        .key(tag.key())
        .value(tag.value())
        .build();
  }
}
