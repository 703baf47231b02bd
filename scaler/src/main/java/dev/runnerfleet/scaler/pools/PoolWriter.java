package dev.runnerfleet.scaler.pools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a pool in the form that {@link PoolReader} reads. */
public final class PoolWriter {

  private PoolWriter() {}

  public static ObjectNode write(PoolSpec pool) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", pool.name().value());
    node.put("region", pool.region());
    node.set("gitlab", gitlab(pool.gitlab()));
    ObjectNode match = node.putObject("match");
    match.set("tags", texts(pool.match().tags().stream().sorted().toList()));
    match.put("run-untagged", pool.match().runUntagged());
    match.put("protected-only", pool.match().protectedOnly());
    node.set("machine", machine(pool.machine()));
    ObjectNode market = node.putObject("market");
    market.put("spot", Section.word(pool.market().spot()));
    market.put("on-demand-fallback", pool.market().onDemandFallback());
    node.set("capacity", capacity(pool.capacity()));
    if (!pool.schedules().isEmpty()) {
      ArrayNode schedules = node.putArray("schedules");
      pool.schedules().forEach(schedule -> schedules.add(schedule(schedule)));
    }
    if (!pool.budget().equals(Budget.NONE)) {
      ObjectNode budget = node.putObject("budget");
      putMoney(budget, "per-hour", pool.budget().perHour());
      putMoney(budget, "per-day", pool.budget().perDay());
    }
    node.put("retry-interrupted-jobs", pool.retryInterruptedJobs());
    putLookAhead(node, pool.lookAhead());
    return node;
  }

  private static ObjectNode gitlab(RegistrationScope gitlab) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("scope", Section.word(gitlab.scope()));
    if (gitlab.id() != null) {
      node.put("id", gitlab.id());
    }
    return node;
  }

  private static ObjectNode machine(Machine machine) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("executor", Section.word(machine.executor()));
    node.put("image", machine.image());
    node.set("instance-types", texts(machine.instanceTypes()));
    node.set("subnets", texts(machine.subnets()));
    node.set("security-groups", texts(machine.securityGroups()));
    if (machine.instanceProfile() != null) {
      node.put("instance-profile", machine.instanceProfile());
    }
    node.put("disk-gib", machine.diskGib());
    return node;
  }

  private static ObjectNode capacity(Capacity capacity) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("slots-per-runner", capacity.slotsPerRunner());
    node.put("max-runners", capacity.maxRunners());
    node.put("idle", capacity.idle());
    node.put("idle-time", Durations.format(capacity.idleTime()));
    node.put("max-jobs-per-runner", capacity.maxJobsPerRunner());
    node.put("max-growth", capacity.maxGrowth());
    node.put("max-lifetime", Durations.format(capacity.maxLifetime()));
    return node;
  }

  private static ObjectNode schedule(Schedule schedule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("periods", texts(schedule.periods()));
    node.put("timezone", schedule.timezone().getId());
    if (schedule.idle() != null) {
      node.put("idle", schedule.idle());
    }
    if (schedule.idleTime() != null) {
      node.put("idle-time", Durations.format(schedule.idleTime()));
    }
    if (schedule.maxRunners() != null) {
      node.put("max-runners", schedule.maxRunners());
    }
    return node;
  }

  private static void putMoney(ObjectNode node, String key, @Nullable Usd amount) {
    if (amount != null) {
      node.put(key, amount.amount().stripTrailingZeros());
    }
  }

  private static void putLookAhead(ObjectNode node, LookAhead lookAhead) {
    switch (lookAhead.mode()) {
      case OFF, AUTO -> node.put("look-ahead", Section.word(lookAhead.mode()));
      case TUNED -> {
        ObjectNode tuned = node.putObject("look-ahead");
        tuned.put("surety", lookAhead.surety());
        tuned.put("share-of-max", lookAhead.shareOfMax());
      }
    }
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
