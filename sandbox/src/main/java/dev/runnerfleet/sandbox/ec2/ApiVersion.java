package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.wire.Form;
import java.util.Set;

/**
 * The version that a request must name. AWS goes on to serve old ones; those that clients of the
 * last ten years send are taken here, all with the meaning of the present one.
 */
final class ApiVersion {
  private static final Set<String> SERVED =
      Set.of(
          "2014-10-01",
          "2015-03-01",
          "2015-04-15",
          "2015-10-01",
          "2016-04-01",
          "2016-09-15",
          "2016-11-15");

  private ApiVersion() {}

  static void check(Form form) {
    String version = form.get("Version");
    if (version == null) {
      throw Refusal.missing("Version");
    }
    if (!SERVED.contains(version)) {
      throw new Refusal(
          "NoSuchVersion",
          "The requested version (" + version + ") of service AmazonEC2 does not exist");
    }
  }
}
