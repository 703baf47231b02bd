package dev.runnerfleet.sandbox.ec2.instance;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.fault.FaultKind.SpoilListings;
import dev.runnerfleet.sandbox.ec2.action.Page;
import dev.runnerfleet.sandbox.ec2.action.Page.Cut;
import dev.runnerfleet.sandbox.ec2.instance.InstanceActions.Seen;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A listing of instances that is wrong in the way that was ordered. */
record SpoiltListing(WorldClock world, SpoilListings how) {

  private static final int SERVER_ERROR = 500;

  Page<Seen> page(Cut cut, Predicate<Instance> matching, @Nullable String token) {
    return switch (how.flaw()) {
      case EMPTY -> new Page<>(List.of(), null);
      case STALE -> new Page<>(stale(matching), null);
      case BREAK_OFF -> {
        if (token != null) {
          throw new Refusal(SERVER_ERROR, "InternalError", "An internal error has occurred");
        }
        yield new Page<>(List.of(), cut.token(0));
      }
    };
  }

  private List<Seen> stale(Predicate<Instance> matching) {
    return world.ask(
        w -> {
          Instant then = w.now().minus(how.by());
          List<Instance> all = w.cloud().instances().list(any -> true, 0, Integer.MAX_VALUE - 1);
          return InstanceActions.seen(
              w,
              all.stream()
                  .map(instance -> instance.asOf(then))
                  .flatMap(Optional::stream)
                  .filter(matching)
                  .toList());
        });
  }
}
