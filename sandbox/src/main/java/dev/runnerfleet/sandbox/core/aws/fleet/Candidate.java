package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;

/** An override that could be launched: all that it names exists. */
record Candidate(
    TemplateVersion template,
    FleetOverride override,
    Offering offering,
    Subnet subnet,
    String image) {}
