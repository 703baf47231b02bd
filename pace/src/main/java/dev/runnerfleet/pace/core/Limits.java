package dev.runnerfleet.pace.core;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The limits that AWS publishes (Amazon EC2 API Reference, "Throttle requests to the Amazon EC2
 * API"), save for those that the operator knows better: AWS raises them for an account on request.
 */
public final class Limits {

  public static final String CREATE_FLEET = "CreateFleet";

  /** Not an action: one token for each machine that is launched, whatever launches it. */
  public static final String LAUNCHED_INSTANCES = "LaunchedInstances";

  /** Not an action: one token for each machine that is terminated, however many a call names. */
  public static final String TERMINATED_INSTANCES = "TerminatedInstances";

  /** What an operator may set, as it is called in the settings. */
  public static final List<String> SETTABLE =
      List.of(
          "create-launch-template",
          "create-launch-template-version",
          "create-tags",
          "delete-launch-template",
          "delete-launch-template-versions",
          "delete-volume",
          "describe-instance-types",
          "describe-instances",
          "describe-launch-template-versions",
          "describe-launch-templates",
          "describe-spot-price-history",
          "describe-subnets",
          "describe-volumes",
          "launched-instances",
          "terminate-instances",
          "terminated-instances");

  /** Disputed: AWS does not list CreateFleet, and users see it refused as RunInstances is. */
  private static final Limit LAUNCHING = new Limit(5, 2);

  /** Describe calls with a filter, ids or pages, as all of ours are. Each action has its own. */
  private static final Limit NARROW_DESCRIBE = new Limit(100, 20);

  private static final Limit MUTATING = new Limit(50, 5);

  private final Map<String, Limit> known = new HashMap<>();

  /**
   * AWS's figures, with others for some.
   *
   * @param others by action; capitals and hyphens in its name do not matter
   */
  public Limits(Map<String, Limit> others) {
    others.forEach((action, limit) -> known.put(plain(action), limit));
  }

  /** Whether there is something to set by that name. */
  public static boolean isLimited(String action) {
    return SETTABLE.stream().anyMatch(each -> plain(each).equals(plain(action)));
  }

  public Limit of(String action) {
    Limit other = known.get(plain(action));
    return other == null ? published(action) : other;
  }

  private static Limit published(String action) {
    return switch (action) {
      case CREATE_FLEET, "RunInstances", "StartInstances" -> LAUNCHING;
      case LAUNCHED_INSTANCES -> new Limit(1000, 2);
      case TERMINATED_INSTANCES -> new Limit(1000, 20);
      case "TerminateInstances", "CreateLaunchTemplateVersion" -> new Limit(100, 5);
      case "CreateTags", "DeleteTags" -> new Limit(100, 10);
      default -> action.startsWith("Describe") ? NARROW_DESCRIBE : MUTATING;
    };
  }

  private static String plain(String action) {
    return action.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
