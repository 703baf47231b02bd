package dev.runnerfleet.sandbox.core.aws.template;

import org.jspecify.annotations.Nullable;

/**
 * What became of the order to delete one version.
 *
 * @param code why it was not deleted, as AWS's page "ResponseError" has it; null when it was
 */
public record VersionDeletion(
    LaunchTemplate template, long number, @Nullable String code, String message) {}
