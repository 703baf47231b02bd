package dev.runnerfleet.sandbox.core.aws.instance;

import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.catalogue.Subnet;
import dev.runnerfleet.sandbox.core.aws.template.TemplateVersion;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one instance is to be; that there is room for it has been seen to. */
public record LaunchOrder(
    Offering offering,
    Subnet subnet,
    TemplateVersion template,
    String image,
    String fleetId,
    @Nullable String clientToken,
    Map<String, String> tags) {}
