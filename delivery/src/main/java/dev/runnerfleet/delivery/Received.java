package dev.runnerfleet.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A message of a compacted topic.
 *
 * @param value the key's new value; none for a tombstone
 */
public record Received<T>(String key, @Nullable T value) {}
