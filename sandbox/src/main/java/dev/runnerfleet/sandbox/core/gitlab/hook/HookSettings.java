package dev.runnerfleet.sandbox.core.gitlab.hook;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a hook can change about it.
 *
 * @param token sent along in plain text
 * @param signingToken signs what is sent, {@code whsec_} and 32 bytes in base 64
 */
public record HookSettings(
    URI url,
    @Nullable String name,
    @Nullable String description,
    @Nullable String token,
    @Nullable String signingToken,
    boolean verifiesTls,
    Set<HookEvent> events) {
  public HookSettings {
    events = Set.copyOf(events);
  }

  /** Without its secrets, so that no log can show them. */
  @Override
  public String toString() {
    return "HookSettings[events=" + events + "]";
  }
}
