package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.provisioner.core.Refusal;

/** AWS did not do what it was asked; for callers that have no use for the refusal as a value. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(String action, Refusal refusal) {
    super("%s was refused: %s".formatted(action, refusal.code()));
    this.refusal = refusal;
  }

  RefusedException(String action, Refusal refusal, Throwable cause) {
    super("%s was refused: %s".formatted(action, refusal.code()), cause);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
