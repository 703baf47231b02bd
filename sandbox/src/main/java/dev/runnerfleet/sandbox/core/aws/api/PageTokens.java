package dev.runnerfleet.sandbox.core.aws.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that ask for the next page of a listing. Each is good for one action, and for some
 * time; what lies in it is nobody's business but ours.
 */
public final class PageTokens {
  private static final Pattern FORM = Pattern.compile("(\\w+) (\\d{1,18}) (\\d{1,18})");

  private final Duration life;

  public PageTokens(Duration life) {
    this.life = life;
  }

  /** The token for what comes after this position. */
  public String issue(String action, long position, Instant now) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            "%s %d %d"
                .formatted(action, position, now.toEpochMilli())
                .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position that a token stands for, zero without one.
   *
   * @throws Refusal InvalidNextToken if it is none, another action's, or expired
   */
  public long position(String action, @Nullable String token, Instant now) {
    if (token == null || token.isEmpty()) {
      return 0;
    }
    Matcher form = FORM.matcher(decoded(token));
    if (!form.matches() || !form.group(1).equals(action)) {
      throw invalid();
    }
    Instant issued = Instant.ofEpochMilli(Long.parseLong(form.group(3)));
    if (now.isAfter(issued.plus(life))) {
      throw invalid();
    }
    return Long.parseLong(form.group(2));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private static Refusal invalid() {
    return new Refusal("InvalidNextToken", "The specified token is not valid or has expired.");
  }
}
