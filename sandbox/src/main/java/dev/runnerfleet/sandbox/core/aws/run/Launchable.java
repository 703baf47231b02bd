package dev.runnerfleet.sandbox.core.aws.run;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.image.Image;
import dev.runnerfleet.sandbox.core.aws.image.Images;
import dev.runnerfleet.sandbox.core.aws.template.TemplateData;
import org.jspecify.annotations.Nullable;

/** Sees whether all that a launch names exists and goes together; AWS looks only at the launch. */
public record Launchable(Catalogue catalogue, Images images) {

  public InstanceType type(@Nullable String name) {
    if (name == null) {
      throw Refusal.missing("InstanceType");
    }
    return catalogue
        .type(name)
        .orElseThrow(
            () -> Refusal.invalid("InstanceType", name, "The instance type does not exist."));
  }

  public Subnet subnet(String id) {
    return catalogue
        .subnet(id)
        .orElseThrow(
            () ->
                new Refusal(
                    "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist"));
  }

  /**
   * The image to launch, once everything else has been looked at.
   *
   * @param image in place of the one that {@code data} names
   */
  public Image check(TemplateData data, @Nullable String image, Offering offering) {
    for (String group : data.securityGroups()) {
      if (catalogue.securityGroup(group).isEmpty()) {
        throw new Refusal(
            "InvalidGroup.NotFound", "The security group '" + group + "' does not exist");
      }
    }
    String key = data.keyName();
    if (key != null && !catalogue.hasKeyPair(key)) {
      throw new Refusal("InvalidKeyPair.NotFound", "The key pair '" + key + "' does not exist");
    }
    String reference = image != null ? image : data.image();
    if (reference == null) {
      throw Refusal.missing("ImageId");
    }
    Image found = images.resolve(reference);
    checkType(found, offering);
    return found;
  }

  private void checkType(Image image, Offering offering) {
    InstanceType type = offering.type();
    if (!type.architecture().equals(image.architecture())) {
      throw new Refusal(
          "InvalidParameterValue",
          "The architecture '%s' of the specified instance type does not match the architecture '%s' of the specified AMI."
              .formatted(type.architecture(), image.architecture()));
    }
    if (!catalogue.isOffered(type, offering.zone())) {
      throw new Refusal(
          "Unsupported",
          "Your requested instance type (%s) is not supported in your requested Availability Zone (%s)."
              .formatted(type.name(), offering.zone().name()));
    }
  }
}
