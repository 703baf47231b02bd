package dev.runnerfleet.sandbox.core.aws.stock;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How many instances can be launched of those that are wanted.
 *
 * @param lack AWS's words for why it is not all of them; null where it is
 */
public record Room(int instances, @Nullable Refusal lack) {}
