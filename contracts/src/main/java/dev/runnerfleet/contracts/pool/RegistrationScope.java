package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * Where in GitLab a pool's runners are registered.
 *
 * @param id the group's or project's id; none for the whole instance
 */
public record RegistrationScope(Kind scope, @Nullable Long id) {

  /** GitLab's runner types. */
  public enum Kind {
    INSTANCE,
    GROUP,
    PROJECT
  }

  public RegistrationScope {
    if (scope == Kind.INSTANCE && id != null) {
      throw new InvalidValueException("gitlab.id", id, "no id with the scope instance");
    }
    if (scope != Kind.INSTANCE && (id == null || id <= 0)) {
      throw new InvalidValueException(
          "gitlab.id", id, "the id of the group or project that the runners are registered in");
    }
  }
}
