package dev.runnerfleet.provisioner.core;

import java.time.Duration;
import java.util.List;

/**
 * Sorts EC2's error codes (Amazon EC2 API Reference, "Error codes for the Amazon EC2 API"). The
 * code goes before the HTTP status: {@code InsufficientInstanceCapacity} has been seen with a 500.
 */
public final class Refusals {

  /** No answer came: a time-out, a connection that broke. */
  public static final int NO_STATUS = 0;

  /** The code stood inside of an answer that succeeded. */
  public static final int OK = 200;

  public static final Duration SHORT = Duration.ofMinutes(3);
  public static final Duration LONG = Duration.ofMinutes(10);
  public static final Duration VERY_LONG = Duration.ofHours(1);

  private static final List<String> BAD_CONFIGURATION =
      List.of(
          "AuthFailure",
          "Blocked",
          "InvalidAMIID.",
          "InvalidBlockDeviceMapping",
          "InvalidFleetConfig",
          "InvalidGroup.",
          "InvalidIamInstanceProfile",
          "InvalidKeyPair.",
          "InvalidParameter",
          "InvalidSecurityGroup",
          "InvalidSubnet",
          "InvalidUserData.",
          "MissingParameter",
          "OptInRequired",
          "UnauthorizedOperation",
          "ValidationError");

  private Refusals() {}

  /**
   * Sorts one code.
   *
   * @param code AWS's code; for a failure without an answer, any word for it
   * @param status the HTTP status, {@link #NO_STATUS} or {@link #OK}
   */
  public static Refusal of(String code, int status) {
    return switch (code) {
      case "RequestLimitExceeded",
          "TooManyRequestsException",
          "SlowDown",
          "BandwidthLimitExceeded" ->
          new Refusal.Throttled(code);
      case "InsufficientInstanceCapacity",
          "InsufficientCapacity",
          "InsufficientHostCapacity",
          "InsufficientReservedInstanceCapacity",
          "InsufficientVolumeCapacity",
          "ReservationCapacityExceeded",
          "UnfulfillableCapacity",
          "SpotMaxPriceTooLow" ->
          new Refusal.NoCapacity(code, Refusal.Scope.OFFERING, SHORT);
      case "Unsupported", "UnsupportedOperation", "UnsupportedHostConfiguration" ->
          new Refusal.NoCapacity(code, Refusal.Scope.OFFERING, VERY_LONG);
      case "InsufficientFreeAddressesInSubnet", "InsufficientAddressCapacity" ->
          new Refusal.NoCapacity(code, Refusal.Scope.SUBNET, SHORT);
      case "InstanceLimitExceeded" -> new Refusal.Quota(code, Refusal.Extent.TYPE, LONG);
      case "VcpuLimitExceeded" -> new Refusal.Quota(code, Refusal.Extent.FAMILIES, LONG);
      case "MaxSpotInstanceCountExceeded" -> new Refusal.Quota(code, Refusal.Extent.MARKET, LONG);
      case "MaxFleetCountExceeded",
          "PendingVerification",
          "VolumeLimitExceeded",
          "MaxIOPSLimitExceeded",
          "NetworkInterfaceLimitExceeded",
          "ResourceCountExceeded" ->
          new Refusal.Quota(code, Refusal.Extent.ALL, LONG);
      case "InternalError",
          "InternalFailure",
          "Unavailable",
          "ServiceUnavailable",
          "RequestTimeout",
          "RequestExpired",
          "ExpiredToken",
          "InvalidInstanceID.NotFound" ->
          new Refusal.Transient(code);
      case "DryRunOperation", "IncorrectInstanceState", "IncorrectState" ->
          new Refusal.AlreadyDone(code);
      case "IdempotentParameterMismatch", "IdempotentInstanceTerminated" ->
          new Refusal.StaleToken(code);
      default -> byFamily(code, status);
    };
  }

  private static Refusal byFamily(String code, int status) {
    if (code.startsWith("Throttl")) {
      return new Refusal.Throttled(code);
    }
    if (code.contains("AlreadyExists")) {
      return new Refusal.AlreadyDone(code);
    }
    if (code.startsWith("InvalidLaunchTemplate") && code.contains("NotFound")) {
      return new Refusal.MissingTemplate(code);
    }
    if (code.startsWith("InvalidLaunchTemplate")
        || BAD_CONFIGURATION.stream().anyMatch(code::startsWith)) {
      return new Refusal.BadConfiguration(code);
    }
    return byStatus(code, status);
  }

  /** A code that AWS invented since: inside a fleet's answer it concerns one offering. */
  private static Refusal byStatus(String code, int status) {
    if (status == OK) {
      return new Refusal.NoCapacity(code, Refusal.Scope.OFFERING, SHORT);
    }
    if (status == 429) {
      return new Refusal.Throttled(code);
    }
    return status >= 400 && status < 500
        ? new Refusal.BadConfiguration(code)
        : new Refusal.Transient(code);
  }
}
