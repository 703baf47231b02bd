package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent.
 *
 * @param hook the id of the hook that asks for them; null for the addressee in the settings, which
 *     is told of everything and never given up
 */
record Addressee(
    @Nullable Long hook, URI url, @Nullable String token, @Nullable String signingToken) {
  private static final String SIGNING_PREFIX = "whsec_";

  static Addressee of(Hook hook) {
    var settings = hook.settings();
    return new Addressee(hook.id(), settings.url(), settings.token(), settings.signingToken());
  }

  /** The one in the settings; its secret signs where it has the form of one that does. */
  static Addressee configured(URI url, @Nullable String secret) {
    boolean signs = secret != null && secret.startsWith(SIGNING_PREFIX);
    return new Addressee(null, url, signs ? null : secret, signs ? secret : null);
  }

  /** Without its secrets, so that no log can show them. */
  @Override
  public String toString() {
    return "Addressee[hook=" + hook + "]";
  }
}
