package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Filter;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.volume.Volume;
import dev.runnerfleet.sandbox.core.aws.volume.Volumes;
import dev.runnerfleet.sandbox.ec2.action.Ec2Action;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.action.Shapes;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Volumes over the wire. */
final class VolumeActions {
  private static final int GP3_IOPS = 3000;
  private static final int GP3_THROUGHPUT = 125;
  private static final Map<String, Function<Volume, Stream<String>>> FILTERS =
      Map.ofEntries(
          Map.entry("volume-id", v -> Stream.of(v.id())),
          Map.entry("volume-type", v -> Stream.of(v.disk().type())),
          Map.entry("size", v -> Stream.of(String.valueOf(v.disk().sizeGib()))),
          Map.entry("status", v -> Stream.of(v.state())),
          Map.entry("encrypted", v -> Stream.of(String.valueOf(v.disk().encrypted()))),
          Map.entry("availability-zone", v -> Stream.of(v.zone().name())),
          Map.entry("availability-zone-id", v -> Stream.of(v.zone().id())),
          Map.entry("create-time", v -> Stream.of(v.createdAt().toString())),
          Map.entry("attachment.instance-id", v -> Stream.ofNullable(v.instanceId())),
          Map.entry("attachment.device", v -> attached(v, v.disk().device())),
          Map.entry("attachment.status", v -> attached(v, "attached")),
          Map.entry(
              "attachment.delete-on-termination",
              v -> attached(v, String.valueOf(v.disk().deletedOnTermination()))));

  private final WorldClock world;
  private final Cut pages;

  VolumeActions(WorldClock world) {
    this.world = world;
    this.pages = new Cut(world, "DescribeVolumes", 5, 1000);
  }

  List<Ec2Action> all() {
    return List.of(
        Ec2Action.of("DescribeVolumes", DescribeVolumesRequest::builder, this::describe),
        Ec2Action.of("DeleteVolume", DeleteVolumeRequest::builder, this::delete));
  }

  private static Stream<String> attached(Volume volume, String value) {
    return volume.instanceId() == null ? Stream.empty() : Stream.of(value);
  }

  private DescribeVolumesResponse describe(DescribeVolumesRequest request) {
    if (!request.volumeIds().isEmpty() && request.maxResults() != null) {
      throw new Refusal(
          "InvalidParameterCombination",
          "The parameter volumeSet cannot be used with the parameter maxResults");
    }
    var matching = Filter.all(Shapes.filters(request.filters()), FILTERS, Volume::tags);
    List<Volume> found =
        world.ask(
            w ->
                named(w.cloud().volumes(), request.volumeIds()).stream().filter(matching).toList());
    var page = pages.of(found, request.maxResults(), request.nextToken());
    return DescribeVolumesResponse.builder()
        .volumes(page.items().stream().map(VolumeActions::volume).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static Collection<Volume> named(Volumes volumes, List<String> ids) {
    return ids.isEmpty() ? volumes.all() : ids.stream().map(volumes::require).toList();
  }

  private static software.amazon.awssdk.services.ec2.model.Volume volume(Volume volume) {
    var shape =
        software.amazon.awssdk.services.ec2.model.Volume.builder()
            .volumeId(volume.id())
            .size(volume.disk().sizeGib())
            .availabilityZone(volume.zone().name())
            .availabilityZoneId(volume.zone().id())
            .state(volume.state())
            .createTime(volume.createdAt())
            .volumeType(volume.disk().type())
            .encrypted(volume.disk().encrypted())
            .multiAttachEnabled(false)
            .attachments(List.of())
            .tags(Shapes.tags(volume.tags()));
    if (volume.disk().type().equals("gp3")) {
      shape.iops(GP3_IOPS).throughput(GP3_THROUGHPUT);
    }
    String instance = volume.instanceId();
    if (instance != null) {
      shape.attachments(
          VolumeAttachment.builder()
              .volumeId(volume.id())
              .instanceId(instance)
              .device(volume.disk().device())
              .state("attached")
              .attachTime(volume.createdAt())
              .deleteOnTermination(volume.disk().deletedOnTermination())
              .build());
    }
    return shape.build();
  }

  private DeleteVolumeResponse delete(DeleteVolumeRequest request) {
    String id = Shapes.required("VolumeId", request.volumeId());
    world.tell(w -> w.cloud().volumes().delete(id));
    return DeleteVolumeResponse.builder().build();
  }
}
