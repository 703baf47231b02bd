package dev.runnerfleet.sandbox.core.aws.image;

import java.time.Instant;

/** A machine image. */
public record Image(
    String id, String name, String architecture, String rootDevice, Instant createdAt) {
  /** The size of its root volume where a launch does not say. */
  public static final int ROOT_GIB = 8;
}
