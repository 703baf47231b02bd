package dev.runnerfleet.sandbox.ec2.catalogue;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.image.Image;
import dev.runnerfleet.sandbox.core.aws.image.Images;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

/** Images over the wire. */
public final class ImageActions {
  private static final String OWNER = "amazon";
  private static final Map<String, Function<Image, Stream<String>>> FILTERS =
      Map.ofEntries(
          Map.entry("image-id", i -> Stream.of(i.id())),
          Map.entry("name", i -> Stream.of(i.name())),
          Map.entry("architecture", i -> Stream.of(i.architecture())),
          Map.entry("creation-date", i -> Stream.of(i.createdAt().toString())),
          Map.entry("root-device-name", i -> Stream.of(i.rootDevice())),
          Map.entry("root-device-type", i -> Stream.of("ebs")),
          Map.entry("image-type", i -> Stream.of("machine")),
          Map.entry("is-public", i -> Stream.of("true")),
          Map.entry("owner-alias", i -> Stream.of(OWNER)),
          Map.entry("virtualization-type", i -> Stream.of("hvm")),
          Map.entry("state", i -> Stream.of("available")));

  private final WorldClock world;
  private final Cut pages;

  public ImageActions(WorldClock world) {
    this.world = world;
    this.pages = new Cut(world, "DescribeImages", 5, 1000);
  }

  /** What it serves. */
  public List<Ec2Action> all() {
    return List.of(Ec2Action.of("DescribeImages", DescribeImagesRequest::builder, this::describe));
  }

  private DescribeImagesResponse describe(DescribeImagesRequest request) {
    var matching = Filter.<Image>all(Shapes.filters(request.filters()), FILTERS, i -> Map.of());
    boolean amazons = request.owners().isEmpty() || request.owners().contains(OWNER);
    List<Image> found =
        world.ask(
            w ->
                named(w.cloud().images(), request.imageIds()).stream()
                    .filter(image -> amazons)
                    .filter(matching)
                    .toList());
    var page = pages.of(found, request.maxResults(), request.nextToken());
    return DescribeImagesResponse.builder()
        .images(page.items().stream().map(ImageActions::image).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static Collection<Image> named(Images images, List<String> ids) {
    return ids.isEmpty() ? images.all() : ids.stream().map(images::require).toList();
  }

  private static software.amazon.awssdk.services.ec2.model.Image image(Image image) {
    return software.amazon.awssdk.services.ec2.model.Image.builder()
        .imageId(image.id())
        .name(image.name())
        .architecture(image.architecture())
        .creationDate(image.createdAt().toString())
        .imageType("machine")
        .imageOwnerAlias(OWNER)
        .publicLaunchPermissions(true)
        .rootDeviceName(image.rootDevice())
        .rootDeviceType("ebs")
        .virtualizationType("hvm")
        .hypervisor("xen")
        .state("available")
        .build();
  }
}
