package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;

/** Why an override gave nothing, or less than was asked of it, with AWS's code. */
public record FleetError(
    TemplateVersion template, FleetOverride override, Market market, String code, String message) {}
