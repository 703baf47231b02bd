package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import io.smallrye.mutiny.Uni;

/** Sends a made-up event to a hook, so that its owner sees whether it works. */
public interface HookTrial {

  /**
   * Sends one, though the hook may be disabled; how it went counts for the hook's health.
   *
   * @param event as GitLab's header names it
   * @return the HTTP status of the answer, 0 if there was none
   */
  Uni<Integer> test(Hook hook, String event);
}
