package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.image.Image;
import dev.runnerfleet.sandbox.core.aws.template.Disk;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one instance is to be; that there is room for it has been seen to.
 *
 * @param data what the template says, with what the request says over it
 * @param machineImage the image behind the name, where data has a name
 */
public record LaunchOrder(
    Offering offering,
    Subnet subnet,
    TemplateData data,
    Image machineImage,
    @Nullable String clientToken,
    Map<String, String> tags,
    Map<String, String> volumeTags) {

  /** The image's id. */
  public String image() {
    return machineImage.id();
  }

  /** The root volume, as wanted or as the image has it, and the others. */
  public List<Disk> disks() {
    var disks = new ArrayList<>(data.disks());
    String root = machineImage.rootDevice();
    if (disks.stream().noneMatch(disk -> disk.device().equals(root))) {
      disks.addFirst(new Disk(root, Image.ROOT_GIB, "gp3", false, true));
    }
    return disks;
  }
}
