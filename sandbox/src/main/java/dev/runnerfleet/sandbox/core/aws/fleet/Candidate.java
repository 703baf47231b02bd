package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.image.Image;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.util.Objects;

/** An override that could be launched: all that it names exists. */
record Candidate(
    TemplateVersion template,
    FleetOverride override,
    Offering offering,
    Subnet subnet,
    Image image,
    Usd price) {

  /** The lower, the sooner; an override without one comes last. */
  double priority() {
    return Objects.requireNonNullElse(override.priority(), Double.MAX_VALUE);
  }
}
