package dev.runnerfleet.jobwatcher.hook;

import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.hook.HookPlan;
import dev.runnerfleet.jobwatcher.core.hook.InstalledHook;
import dev.runnerfleet.jobwatcher.gitlab.Hooks;
import dev.runnerfleet.jobwatcher.gitlab.Hooks.Owner;
import dev.runnerfleet.jobwatcher.gitlab.Hooks.OwnerKind;
import dev.runnerfleet.jobwatcher.hook.HookReport.Item;
import dev.runnerfleet.jobwatcher.source.AwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the webhooks of the configured projects and groups, and does what is to be done. */
@ApplicationScoped
class HookCare {

  private final Hooks hooks;
  private final List<Owner> owners;
  private final Optional<URI> ours;

  HookCare(Hooks hooks, WatcherConfig config) {
    this.hooks = hooks;
    this.ours = config.gitlab().token().flatMap(token -> config.webhookUrl());
    this.owners = new ArrayList<>();
    config.gitlab().groups().orElse(List.of()).forEach(each -> add(OwnerKind.GROUPS, each));
    config.gitlab().projects().orElse(List.of()).forEach(each -> add(OwnerKind.PROJECTS, each));
  }

  private void add(OwnerKind kind, String idOrPath) {
    owners.add(new Owner(kind, idOrPath));
  }

  /** Whether it is known where webhooks are to be, and where they are to go. */
  boolean isAble() {
    return ours.isPresent() && !owners.isEmpty();
  }

  /** Looks at all of them, and does what of the plan is wanted; each failure stands by itself. */
  Uni<HookReport> look(Predicate<HookPlan> wanted) {
    List<Item> items = new ArrayList<>();
    return InTurn.each(owners, owner -> look(owner, wanted).invoke(items::add))
        .map(done -> new HookReport(items));
  }

  private Uni<Item> look(Owner owner, Predicate<HookPlan> wanted) {
    URI url = ours.orElseThrow();
    return hooks
        .of(owner)
        .chain(
            found ->
                found
                    .map(installed -> act(owner, installed, url, wanted))
                    .orElseGet(() -> Uni.createFrom().item(Item.unknown(owner))))
        .onFailure(AwayException.class)
        .recoverWithItem(failure -> Item.failed(owner, String.valueOf(failure.getMessage())));
  }

  private Uni<Item> act(
      Owner owner, List<InstalledHook> installed, URI url, Predicate<HookPlan> wanted) {
    HookPlan plan = HookPlan.of(installed, url, Hooks.verified(url));
    return wanted.test(plan)
        ? done(owner, plan, url)
            .replaceWith(Item.of(owner, plan, true))
            .onFailure(AwayException.class)
            .recoverWithItem(
                failure ->
                    Item.of(owner, plan, false).because(String.valueOf(failure.getMessage())))
        : Uni.createFrom().item(Item.of(owner, plan, false));
  }

  private Uni<Void> done(Owner owner, HookPlan plan, URI url) {
    return switch (plan) {
      case HookPlan.Install install -> hooks.install(owner, url);
      case HookPlan.Repair repair -> hooks.repair(owner, repair.hook(), url);
      case HookPlan.Enable enable -> hooks.enable(owner, enable.hook());
      case HookPlan.Keep keep -> Uni.createFrom().voidItem();
    };
  }
}
