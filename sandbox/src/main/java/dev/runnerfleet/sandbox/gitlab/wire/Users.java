package dev.runnerfleet.sandbox.gitlab.wire;

/** The only user there is, who made everything. */
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
