package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Where a keyset page of jobs begins, hidden in base 64 as GitLab does. */
final class JobCursor {
  private static final Pattern FORM = Pattern.compile("\\{\"id\":\"(\\d{1,18})\",\"_kd\":\"n\"}");

  private JobCursor() {}

  static String after(long id) {
    String json = "{\"id\":\"%d\",\"_kd\":\"n\"}".formatted(id);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  static long read(String cursor) {
    var json = FORM.matcher(decoded(cursor));
    if (!json.matches()) {
      throw GitLabError.invalid("cursor");
    }
    return Long.parseLong(json.group(1));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw GitLabError.invalid("cursor");
    }
  }
}
