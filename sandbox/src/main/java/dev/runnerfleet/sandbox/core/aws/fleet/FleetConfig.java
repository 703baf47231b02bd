package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.sandbox.core.aws.template.TemplateRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A launch template and the ways to launch from it. */
public record FleetConfig(
    TemplateRef template, @Nullable String version, List<FleetOverride> overrides) {
  public FleetConfig {
    overrides = List.copyOf(overrides);
  }
}
