package dev.runnerfleet.jobwatcher.hook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.jobwatcher.core.hook.HookPlan;
import dev.runnerfleet.jobwatcher.gitlab.Hooks.Owner;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a look at the webhooks found. */
record HookReport(List<Item> items) {

  HookReport {
    items = List.copyOf(items);
  }

  /** How a webhook stands. */
  enum Action {
    INSTALL,
    REPAIR,
    ENABLE,
    KEEP,
    /** GitLab knows no such project or group, or does not show it to our token. */
    NONE
  }

  /**
   * One project's or group's webhook.
   *
   * @param owner such as {@code groups/acme}
   * @param done whether it was done, and not only found necessary
   * @param reason why, or why not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      String owner, Action action, boolean done, @Nullable Long hook, @Nullable String reason) {

    static Item of(Owner owner, HookPlan plan, boolean acted) {
      return switch (plan) {
        case HookPlan.Install install ->
            new Item(name(owner), Action.INSTALL, acted, null, "there is none of ours");
        case HookPlan.Repair repair ->
            new Item(
                name(owner), Action.REPAIR, acted, repair.hook(), String.join(", ", repair.why()));
        case HookPlan.Enable enable ->
            new Item(
                name(owner),
                Action.ENABLE,
                acted,
                enable.hook(),
                "GitLab has it " + enable.alert().name().toLowerCase(Locale.ROOT));
        case HookPlan.Keep keep -> new Item(name(owner), Action.KEEP, false, keep.hook(), null);
      };
    }

    static Item unknown(Owner owner) {
      return new Item(
          name(owner), Action.NONE, false, null, "GitLab knows none, or does not show it to us");
    }

    static Item failed(Owner owner, String reason) {
      return new Item(name(owner), Action.NONE, false, null, reason);
    }

    /** The same, which could not be done. */
    Item because(String failure) {
      return new Item(owner, action, false, hook, reason + "; " + failure);
    }

    private static String name(Owner owner) {
      return owner.kind().name().toLowerCase(Locale.ROOT) + "/" + owner.idOrPath();
    }
  }

  /** Those that need this and did not get it. */
  List<Item> left(Action action) {
    return items.stream().filter(each -> each.action() == action && !each.done()).toList();
  }
}
