package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.hook.HookEvent;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookSettings;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import java.net.URI;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a request says of a hook that is to be made or changed, under GitLab's own rules. */
record HookParams(Params params) {
  private static final String SIGNING_PREFIX = "whsec_";
  private static final int SIGNING_BYTES = 32;

  /** A new hook hears of pushes unless it says otherwise, as GitLab has it. */
  HookSettings made() {
    params.required("url");
    return over(
        new HookSettings(
            URI.create("http://localhost"),
            null,
            null,
            null,
            null,
            true,
            EnumSet.of(HookEvent.PUSH_EVENTS)));
  }

  /** The settings with what the request changes. */
  HookSettings over(HookSettings before) {
    URI url = params.text("url").map(HookParams::url).orElse(before.url());
    return new HookSettings(
        url,
        params.text("name").orElse(before.name()),
        params.text("description").orElse(before.description()),
        token(before, url),
        signingToken(before.signingToken()),
        params.flag("enable_ssl_verification").orElse(before.verifiesTls()),
        events(before.events()));
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (web && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // falls through to the refusal
    }
    throw GitLabError.message(422, "Invalid url given");
  }

  /** A hook that is pointed elsewhere loses its token unless it is given again. */
  private @Nullable String token(HookSettings before, URI url) {
    String kept = url.equals(before.url()) ? before.token() : null;
    String token = params.text("token").orElse(kept);
    return token == null || token.isEmpty() ? null : token;
  }

  private @Nullable String signingToken(@Nullable String before) {
    String token = params.text("signing_token").orElse(before);
    if (token == null || token.isEmpty()) {
      return null;
    }
    if (!isSigningToken(token)) {
      throw GitLabError.rule(
          "signing_token", "must be in the format whsec_<base64> encoding a 32-byte key");
    }
    return token;
  }

  private static boolean isSigningToken(String token) {
    try {
      return token.startsWith(SIGNING_PREFIX)
          && Base64.getDecoder().decode(token.substring(SIGNING_PREFIX.length())).length
              == SIGNING_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Set<HookEvent> events(Set<HookEvent> before) {
    var events = EnumSet.noneOf(HookEvent.class);
    for (HookEvent event : HookEvent.values()) {
      if (params.flag(event.wireName()).orElse(before.contains(event))) {
        events.add(event);
      }
    }
    return events;
  }
}
