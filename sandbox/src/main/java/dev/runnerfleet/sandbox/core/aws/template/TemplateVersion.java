package dev.runnerfleet.sandbox.core.aws.template;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of a template; it never changes. */
public record TemplateVersion(
    String templateId,
    String templateName,
    long number,
    @Nullable String description,
    TemplateData data,
    Instant createdAt) {}
