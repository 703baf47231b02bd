package dev.runnerfleet.sandbox.core.aws.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * EC2's token buckets for one account and region, one per action, with the sizes of AWS's page
 * "Request throttling for the Amazon EC2 API". AWS does not list CreateFleet; users see refusals as
 * if it shared the size of RunInstances.
 */
public final class ApiLimits {
  private record Size(double capacity, double refillPerSecond) {}

  private static final Size NARROW_DESCRIBE = new Size(100, 20);
  private static final Size WIDE_DESCRIBE = new Size(50, 10);
  private static final Size MUTATING = new Size(50, 5);
  private static final Map<String, Size> LISTED =
      Map.of(
          "CreateFleet", new Size(5, 2),
          "TerminateInstances", new Size(100, 5),
          "RunInstances", new Size(5, 2),
          "CreateTags", new Size(100, 10),
          "DeleteTags", new Size(100, 10),
          "CreateLaunchTemplateVersion", new Size(100, 5));

  /** Tokens for each instance that a call names or makes, beside the one for the call. */
  private static final Map<String, Size> RESOURCES =
      Map.of(
          "RunInstances", new Size(1000, 2),
          "TerminateInstances", new Size(1000, 20));

  private final Map<String, Size> resized = new HashMap<>();
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  /**
   * Takes a token for one call.
   *
   * @param narrow whether a Describe call is filtered, paged or names what it wants, which AWS
   *     gives a bucket of its own
   * @throws Refusal RequestLimitExceeded when the bucket is empty
   */
  public void admit(String action, boolean narrow, Instant now) {
    String name = narrow ? action + "/narrow" : action;
    Size size = resized.getOrDefault(action, size(action, narrow));
    if (!bucket(name, size, now).take(1, now)) {
      throw Refusal.throttled();
    }
  }

  /**
   * Takes a token for each instance.
   *
   * @throws Refusal RequestLimitExceeded when there are not so many, in which case none is taken
   */
  public void charge(String action, int instances, Instant now) {
    Size size = RESOURCES.get(action);
    if (size != null && !bucket(action + "/resources", size, now).take(instances, now)) {
      throw Refusal.throttled();
    }
  }

  /** Gives an action another bucket, full, as AWS does on request. */
  public void resize(String action, double capacity, double refillPerSecond) {
    resized.put(action, new Size(capacity, refillPerSecond));
    buckets.remove(action);
    buckets.remove(action + "/narrow");
  }

  private TokenBucket bucket(String name, Size size, Instant now) {
    return buckets.computeIfAbsent(
        name, unused -> new TokenBucket(size.capacity(), size.refillPerSecond(), now));
  }

  private static Size size(String action, boolean narrow) {
    if (action.startsWith("Describe")) {
      return narrow ? NARROW_DESCRIBE : WIDE_DESCRIBE;
    }
    return LISTED.getOrDefault(action, MUTATING);
  }
}
