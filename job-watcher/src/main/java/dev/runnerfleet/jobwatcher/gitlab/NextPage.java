package dev.runnerfleet.jobwatcher.gitlab;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on. GitLab names the next page in the {@code Link} header, for keyset and for
 * offset paging alike; only its query is taken, so that an answer cannot lead us elsewhere.
 */
final class NextPage {

  private static final Pattern NEXT =
      Pattern.compile("<[^>?]*\\?([^>]*)>\\s*;[^,]*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

  private NextPage() {}

  static Optional<MultivaluedMap<String, String>> query(@Nullable String link) {
    if (link == null) {
      return Optional.empty();
    }
    Matcher next = NEXT.matcher(link);
    return next.find() ? Optional.of(parameters(next.group(1))) : Optional.empty();
  }

  private static MultivaluedMap<String, String> parameters(String query) {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.add(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
