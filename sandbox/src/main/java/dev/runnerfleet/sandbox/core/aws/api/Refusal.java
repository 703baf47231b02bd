package dev.runnerfleet.sandbox.core.aws.api;

/**
 * A request that AWS would refuse, with AWS's own error code. Thrown before anything has changed,
 * from however deep in a call, and turned into AWS's error document at the wire; so this is how the
 * simulated cloud answers, not a fault of the sandbox, and carries no stack trace.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;

  public Refusal(String code, String message) {
    this(400, code, message);
  }

  public Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public static Refusal missing(String parameter) {
    return new Refusal("MissingParameter", "The request must contain the parameter " + parameter);
  }

  public static Refusal invalid(String parameter, Object value, String expected) {
    return new Refusal(
        "InvalidParameterValue",
        "Value (%s) for parameter %s is invalid. %s".formatted(value, parameter, expected));
  }

  public static Refusal throttled() {
    return new Refusal(503, "RequestLimitExceeded", "Request limit exceeded.");
  }

  public String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  /** The HTTP status that AWS sends with the code. */
  public int status() {
    return status;
  }
}
