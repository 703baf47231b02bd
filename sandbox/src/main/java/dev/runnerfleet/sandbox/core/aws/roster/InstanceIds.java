package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.util.List;
import java.util.regex.Pattern;

/** The form of instance ids, and AWS's words for those that are wrong. */
final class InstanceIds {
  private static final Pattern FORM = Pattern.compile("i-([0-9a-f]{8}|[0-9a-f]{17})");

  private InstanceIds() {}

  static void checkForm(String id) {
    if (!FORM.matcher(id).matches()) {
      throw new Refusal("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
    }
  }

  static Refusal notFound(List<String> ids) {
    String message =
        ids.size() == 1
            ? "The instance ID '" + ids.getFirst() + "' does not exist"
            : "The instance IDs '" + String.join(", ", ids) + "' do not exist";
    return new Refusal("InvalidInstanceID.NotFound", message);
  }
}
