package dev.runnerfleet.sandbox.gitlab.wire;

import dev.runnerfleet.sandbox.core.gitlab.access.User;

/** Users on the wire. The administrator is who made everything. */
public final class Users {
  public static final String USERNAME = "root";
  public static final String NAME = "Administrator";
  public static final String EMAIL = "admin@example.com";
  public static final long ID = 1;

  private Users() {}

  /** As things name their author. */
  public static Shape basic(Links links) {
    return new Shape()
        .with("id", ID)
        .with("username", USERNAME)
        .with("name", NAME)
        .with("state", "active")
        .with("locked", false)
        .with("avatar_url", null)
        .with("web_url", links.user());
  }

  /** Somebody who has a token. */
  public static Shape of(User user, Links links) {
    return new Shape()
        .with("id", user.id())
        .with("username", user.username())
        .with("name", user.name())
        .with("state", "active")
        .with("locked", false)
        .with("avatar_url", null)
        .with("web_url", links.base() + "/" + user.username());
  }

  public static String email(User user) {
    return user.id() == ID ? EMAIL : user.username() + "@example.com";
  }

  /** As webhooks name them. */
  public static Shape ofHook() {
    return new Shape()
        .with("id", ID)
        .with("name", NAME)
        .with("username", USERNAME)
        .with("avatar_url", null)
        .with("email", EMAIL);
  }
}
