package dev.runnerfleet.sandbox.core.aws.instance;

/** Who ended an instance, and how AWS says so afterwards. */
public enum EndCause {
  API("api", "Client.UserInitiatedShutdown", "User initiated shutdown"),
  CONSOLE("console", "Client.UserInitiatedShutdown", "User initiated shutdown"),
  SPOT("spot", "Server.SpotInstanceTermination", "Spot instance termination"),
  FAILED_BOOT("failed-boot", "Server.InternalError", "Internal error on launch");

  private final String name;
  private final String reasonCode;
  private final String reason;

  EndCause(String name, String reasonCode, String reason) {
    this.name = name;
    this.reasonCode = reasonCode;
    this.reason = reason;
  }

  /** The name in the sandbox's own counts. */
  public String causeName() {
    return name;
  }

  public String reasonCode() {
    return reasonCode;
  }

  public String reasonMessage() {
    return reasonCode + ": " + reason;
  }
}
