package dev.runnerfleet.sandbox.core.aws.api;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * AWS's patterns in filter values: {@code *} for any text, {@code ?} for one character, a backslash
 * before either for itself; upper and lower case differ.
 */
public final class Wildcard {
  private Wildcard() {}

  /** Whether a text matches one of {@code patterns}. */
  public static Predicate<String> anyOf(List<String> patterns) {
    Predicate<String> any = text -> false;
    for (String pattern : patterns) {
      any = any.or(one(pattern));
    }
    return any;
  }

  private static Predicate<String> one(String pattern) {
    if (pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '\\')) {
      return pattern::equals;
    }
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
  }
}
