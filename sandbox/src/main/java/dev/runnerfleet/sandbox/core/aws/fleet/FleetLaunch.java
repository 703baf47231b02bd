package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.util.List;

/** The instances that came from one override. */
public record FleetLaunch(
    TemplateVersion template,
    FleetOverride override,
    Offering offering,
    List<String> instanceIds) {}
