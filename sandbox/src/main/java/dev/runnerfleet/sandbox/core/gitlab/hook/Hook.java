package dev.runnerfleet.sandbox.core.gitlab.hook;

import java.time.Instant;

/** A webhook at one moment. */
public record Hook(
    long id, HookOwner owner, HookSettings settings, Health health, Instant createdAt) {

  Hook with(HookSettings changed) {
    return new Hook(id, owner, changed, health, createdAt);
  }

  Hook with(Health changed) {
    return new Hook(id, owner, settings, changed, createdAt);
  }
}
