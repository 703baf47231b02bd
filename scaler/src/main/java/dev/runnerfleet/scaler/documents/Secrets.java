package dev.runnerfleet.scaler.documents;

import java.util.regex.Pattern;

/**
 * Tells what looks like a secret, so that it is neither stored nor repeated. Rather too much than
 * too little: whoever is refused wrongly renames a variable.
 */
public final class Secrets {

  private static final Pattern NAME =
      Pattern.compile(
          "token|secret|passw|passphrase|credential|(?:private|access|api|encryption|deploy|signing|"
              + "ssh|account|shared|storage|master|auth)[_-]?key|(?:^|[_-])(?:auth|pat|pwd)(?:$|[_-])|"
              + "docker_auth_config|(?:^|[_-])dsn(?:$|[_-])",
          Pattern.CASE_INSENSITIVE);

  // GitLab's token prefixes, AWS key ids, GitHub's and Slack's tokens, PEM blocks, JSON web tokens,
  // a password within an address.
  private static final Pattern VALUE =
      Pattern.compile(
          "\\bgl[a-z]{2,8}-[A-Za-z0-9_.-]{8,}|\\bGR1348941[\\w-]{8,}|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|"
              + "\\bgh[opsur]_[A-Za-z0-9]{20,}|\\bxox[abprs]-[\\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY|"
              + "\\beyJ[\\w-]{10,}\\.[\\w-]{10,}|://[^/\\s:@]*:[^/\\s@]+@");

  private Secrets() {}

  /** Whether something of this name is likely secret. */
  public static boolean named(String name) {
    return NAME.matcher(name).find();
  }

  /** Whether a text holds what only secrets look like. */
  public static boolean inText(String text) {
    return VALUE.matcher(text).find();
  }

  /** Whether a setting's value holds a secret, or is an assignment of one. */
  public static boolean inSetting(String value) {
    return inText(value) || (value.contains("=") && inVariable(value));
  }

  /** Whether an environment variable, {@code NAME=value}, is likely secret. */
  public static boolean inVariable(String assignment) {
    int equals = assignment.indexOf('=');
    String name = equals < 0 ? assignment : assignment.substring(0, equals);
    return named(name) || inText(assignment);
  }
}
