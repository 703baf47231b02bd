package dev.runnerfleet.sandbox.gitlab.graphql;

import graphql.GraphqlErrorException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GitLab's ids of GraphQL, such as {@code gid://gitlab/Ci::Build/7}. */
final class GlobalId {
  private static final Pattern FORM = Pattern.compile("gid://gitlab/([A-Za-z:]+)/(\\d{1,18})");

  private GlobalId() {}

  static String of(String model, long id) {
    return "gid://gitlab/" + model + "/" + id;
  }

  static long read(String model, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !form.group(1).equals(model)) {
      throw GraphqlErrorException.newErrorException()
          .message("\"%s\" does not represent an instance of %s".formatted(text, model))
          .build();
    }
    return Long.parseLong(form.group(2));
  }
}
