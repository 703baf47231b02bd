package dev.runnerfleet.provisioner.core;

import java.time.Duration;

/** Why AWS did not do what it was asked, sorted by what follows from it. */
public sealed interface Refusal {

  /** AWS's own code, such as {@code InsufficientInstanceCapacity}. */
  String code();

  /** One word for what follows from it. */
  default String kind() {
    return switch (this) {
      case Throttled throttled -> "throttled";
      case NoCapacity noCapacity -> "no_capacity";
      case Quota quota -> "quota";
      case Transient transientOne -> "transient";
      case BadConfiguration bad -> "bad_configuration";
      case AlreadyDone done -> "already_done";
      case StaleToken stale -> "stale_token";
      case MissingTemplate missing -> "missing_template";
    };
  }

  /** Too many calls: go slower, with the same token; says nothing about capacity. */
  record Throttled(String code) implements Refusal {}

  /**
   * AWS has none of it now: leave it alone for a while and ask for something else, with a new
   * token.
   */
  record NoCapacity(String code, Scope scope, Duration leaveAlone) implements Refusal {}

  /** The account may not have more: another market or family may, this one not for long. */
  record Quota(String code, Extent extent, Duration leaveAlone) implements Refusal {}

  /** AWS or the way to it failed: the same again later, with the same token. */
  record Transient(String code) implements Refusal {}

  /** The pool's settings or our rights are wrong: nothing helps but changing them. */
  record BadConfiguration(String code) implements Refusal {}

  /** What was asked for is so already. */
  record AlreadyDone(String code) implements Refusal {}

  /** The client token stands for another request, or for machines that are dead: mint a new one. */
  record StaleToken(String code) implements Refusal {}

  /** Somebody deleted the launch template or its version: make it anew. */
  record MissingTemplate(String code) implements Refusal {}

  /** What has no capacity. */
  enum Scope {
    /** The instance type in the zone. */
    OFFERING,
    /** The subnet, which has no address left. */
    SUBNET
  }

  /** How much of a region a quota closes. */
  enum Extent {
    /** The instance type, at the market. */
    TYPE,
    /** All families that share the type's vCPU quota, at the market. */
    FAMILIES,
    /** The market as a whole. */
    MARKET,
    /** Both markets. */
    ALL
  }
}
