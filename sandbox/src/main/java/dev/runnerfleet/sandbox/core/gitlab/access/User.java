package dev.runnerfleet.sandbox.core.gitlab.access;

/** Somebody who has a token. */
public record User(long id, String username, String name, boolean isAdministrator, Role role) {
  static final User ROOT = new User(1, "root", "Administrator", true, Role.OWNER);

  /** Whether the user has that role, or more, everywhere. */
  public boolean has(Role wanted) {
    return isAdministrator || role.compareTo(wanted) >= 0;
  }
}
