package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Part of a listing, and the token that asks for the next part; null on the last. */
record Page<T>(List<T> items, @Nullable String nextToken) {

  /** The part of {@code all} that comes after the token. */
  static <T> Page<T> of(List<T> all, @Nullable Integer maxResults, @Nullable String token) {
    int start = (int) Math.min(position(token), all.size());
    int end =
        maxResults == null ? all.size() : (int) Math.min((long) start + maxResults, all.size());
    return new Page<>(all.subList(start, end), end < all.size() ? token(end) : null);
  }

  static String token(long position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("after:" + position).getBytes(StandardCharsets.UTF_8));
  }

  static long position(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return 0;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith("after:")) {
        return Long.parseUnsignedLong(text.substring("after:".length()));
      }
    } catch (IllegalArgumentException e) {
      throw invalid(token);
    }
    throw invalid(token);
  }

  private static Refusal invalid(String token) {
    return Refusal.invalid("NextToken", token, "It was not given by this service.");
  }

  static @Nullable Integer checkMaxResults(@Nullable Integer maxResults, int least, int most) {
    if (maxResults != null && (maxResults < least || maxResults > most)) {
      throw Refusal.invalid(
          "MaxResults", maxResults, "It lies within %d and %d.".formatted(least, most));
    }
    return maxResults;
  }
}
