package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerStatus;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import dev.runnerfleet.sandbox.gitlab.wire.Params;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which runners of a list are asked for. */
final class RunnerFilter {
  private final Optional<RunnerType> type;
  private final Optional<RunnerStatus> status;
  private final Optional<Boolean> paused;
  private final List<String> tags;

  RunnerFilter(Params params) {
    this.type = params.oneOf("type", RunnerType.class);
    this.status = params.oneOf("status", RunnerStatus.class);
    this.paused = params.flag("paused");
    this.tags = params.list("tag_list").orElse(List.of());
  }

  /** The latest first. */
  List<Runner> select(World w, Predicate<Runner> among) {
    return w.forge().runners().all().descendingMap().values().stream()
        .filter(among)
        .filter(runner -> matches(w, runner))
        .toList();
  }

  private boolean matches(World w, Runner runner) {
    return type.filter(t -> t != runner.scope().type()).isEmpty()
        && paused.filter(p -> p != runner.settings().paused()).isEmpty()
        && runner.settings().tags().containsAll(tags)
        && status.filter(s -> s != w.forge().runners().status(runner, w.now())).isEmpty();
  }
}
