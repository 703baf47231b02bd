package dev.runnerfleet.sandbox.core.aws.template;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import org.jspecify.annotations.Nullable;

/** How a request names a template: by id or by name, never both. */
public record TemplateRef(@Nullable String id, @Nullable String name) {
  public TemplateRef {
    if (id == null && name == null) {
      throw Refusal.missing("LaunchTemplateId or LaunchTemplateName");
    }
    if (id != null && name != null) {
      throw new Refusal(
          "InvalidParameterCombination",
          "Only one of LaunchTemplateId and LaunchTemplateName may be given.");
    }
  }
}
