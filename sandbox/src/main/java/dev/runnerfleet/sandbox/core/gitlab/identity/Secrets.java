package dev.runnerfleet.sandbox.core.gitlab.identity;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Tokens and commit ids in GitLab's form, from a seed. */
public final class Secrets {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int TOKEN_LENGTH = 20;

  private final SplittableRandom random;

  public Secrets(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A runner's authentication token. */
  public String runnerToken() {
    return "glrt-" + letters();
  }

  /** A user's access token. */
  public String accessToken() {
    return "glpat-" + letters();
  }

  /** A job's token, good for as long as the job runs. */
  public String jobToken() {
    return "glcbt-64_" + letters();
  }

  /** A commit's SHA-1. */
  public String sha() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String letters() {
    var letters = new StringBuilder(TOKEN_LENGTH);
    for (int i = 0; i < TOKEN_LENGTH; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }
}
