package dev.runnerfleet.sandbox.core.aws.instance;

/** The states of an instance that is never stopped, with AWS's names and codes. */
public enum InstanceState {
  PENDING("pending", 0),
  RUNNING("running", 16),
  SHUTTING_DOWN("shutting-down", 32),
  TERMINATED("terminated", 48);

  private final String wireName;
  private final int code;

  InstanceState(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  public String wireName() {
    return wireName;
  }

  public int code() {
    return code;
  }

  public boolean isEnding() {
    return this == SHUTTING_DOWN || this == TERMINATED;
  }
}
