package dev.runnerfleet.sandbox.core.gitlab.hook;

/** Whose hook it is. */
public sealed interface HookOwner {

  /** One project's. */
  record OfProject(long id) implements HookOwner {}

  /** A group's, for the projects in it, however deep. */
  record OfGroup(long id) implements HookOwner {}
}
