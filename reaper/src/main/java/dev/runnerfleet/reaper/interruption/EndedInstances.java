package dev.runnerfleet.reaper.interruption;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.reaper.cloud.FleetInstances;
import dev.runnerfleet.reaper.cloud.FleetInstances.ById;
import dev.runnerfleet.reaper.core.Notice;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.sweep.SweepView;
import dev.runnerfleet.reaper.drain.DrainLoop;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.drain.LostMachines;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks into machines of which AWS says that they end, as when somebody terminates one in the
 * console. EC2 is asked for each, as a message alone proves nothing; what a look misses a sweep
 * finds.
 */
@ApplicationScoped
class EndedInstances {

  private final FleetInstances instances;
  private final DrainStore drains;
  private final LostMachines lost;
  private final DrainLoop loop;
  private final Background background;
  private final Clock clock;

  EndedInstances(
      FleetInstances instances,
      DrainStore drains,
      LostMachines lost,
      DrainLoop loop,
      Background background,
      Clock clock) {
    this.instances = instances;
    this.drains = drains;
    this.lost = lost;
    this.loop = loop;
    this.background = background;
    this.clock = clock;
  }

  /** In the background: no notice waits for it. */
  void look(List<Notice> notices, Map<InstanceId, RunnerRecord> ours) {
    Map<String, Map<InstanceId, RunnerRecord>> regions = new HashMap<>();
    for (Notice notice : notices) {
      RunnerRecord record = ours.get(notice.instance());
      String region = record == null ? null : record.machine().region();
      if (record != null && region != null && notice.kind() == Notice.Kind.ENDING) {
        regions.computeIfAbsent(region, name -> new HashMap<>()).put(notice.instance(), record);
      }
    }
    regions.forEach(
        (region, records) ->
            background.run("ended instances", () -> look(region, Map.copyOf(records))));
  }

  private Uni<Void> look(String region, Map<InstanceId, RunnerRecord> records) {
    return Panache.withSession(drains::unended)
        .map(unended -> unexpected(records, unended))
        .chain(left -> left.isEmpty() ? Uni.createFrom().voidItem() : ask(region, left, records));
  }

  /** Those that we do not terminate ourselves. */
  private static List<InstanceId> unexpected(
      Map<InstanceId, RunnerRecord> records, List<Drain> unended) {
    Set<RunnerId> ours =
        unended.stream()
            .filter(Drain::committed)
            .map(drain -> drain.retirement().runner())
            .collect(Collectors.toSet());
    return records.entrySet().stream()
        .filter(each -> !ours.contains(each.getValue().runner()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Uni<Void> ask(
      String region, List<InstanceId> left, Map<InstanceId, RunnerRecord> records) {
    return instances
        .byId(region, left)
        .chain(answer -> close(answer, records))
        .invoke(loop::atOnce);
  }

  private Uni<Void> close(ById answer, Map<InstanceId, RunnerRecord> records) {
    Instant now = clock.instant();
    return InTurn.each(
        answer.shown(), instance -> close(instance, records.get(instance.id()), now));
  }

  private Uni<Void> close(SweepView.Instance instance, @Nullable RunnerRecord record, Instant now) {
    return instance.up() || record == null
        ? Uni.createFrom().voidItem()
        : Panache.withTransaction(() -> lost.close(record.runner(), instance.takenByAws(), now));
  }
}
