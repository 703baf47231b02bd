package dev.runnerfleet.sandbox.core.gitlab.project;

import dev.runnerfleet.contracts.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A project's full path: its groups, from the outermost, and its own name, parted by slashes. */
public record ProjectPath(String value) {
  private static final String SEGMENT = "[a-zA-Z0-9_][a-zA-Z0-9_.-]*";
  private static final Pattern FORM = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")+");
  private static final int MAX_LENGTH = 255;

  /**
   * Checks the form.
   *
   * @throws InvalidValueException unless there is a group and a project, each as GitLab names them
   */
  public ProjectPath {
    if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "project", value, "a path of a group and a project such as demo/app");
    }
  }

  String group() {
    return value.substring(0, value.lastIndexOf('/'));
  }

  /** The path of the group that a group lies in, or null for an outermost one. */
  static @Nullable String parent(String group) {
    int slash = group.lastIndexOf('/');
    return slash < 0 ? null : group.substring(0, slash);
  }

  static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
