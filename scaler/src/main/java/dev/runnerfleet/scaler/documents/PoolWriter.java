package dev.runnerfleet.scaler.documents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import java.util.List;
import java.util.Locale;
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
    putUnless(market, "on-demand-base", pool.market().onDemandBase(), 0);
    putMoney(market, "max-price", pool.market().maxPrice());
    node.set("capacity", capacity(pool.capacity()));
    if (!pool.schedules().isEmpty()) {
      ArrayNode schedules = node.putArray("schedules");
      pool.schedules().forEach(schedule -> schedules.add(schedule(schedule)));
    }
    if (!pool.budget().equals(Budget.NONE)) {
      putBudget(node, pool.budget());
    }
    putUnless(node, "priority", pool.priority(), 0);
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
    if (machine.needs() == null) {
      node.set("instance-types", texts(machine.instanceTypes()));
    } else {
      node.set("needs", needs(machine.needs()));
    }
    node.set("subnets", texts(machine.subnets()));
    node.set("security-groups", texts(machine.securityGroups()));
    putText(node, "instance-profile", machine.instanceProfile());
    node.put("disk-gib", machine.diskGib());
    putText(node, "kms-key", machine.kmsKey());
    if (machine.privateAddressOnly()) {
      node.put("private-address-only", true);
    }
    if (!machine.tags().isEmpty()) {
      ObjectNode tags = node.putObject("tags");
      machine.tags().forEach(tags::put);
    }
    putText(node, "runner-config", machine.runnerConfig());
    putText(node, "script", machine.script());
    putText(node, "bootstrap", machine.bootstrap());
    return node;
  }

  private static ObjectNode needs(Needs needs) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode vcpus = node.putObject("vcpus");
    vcpus.put("min", needs.minVcpus());
    putUnless(vcpus, "max", needs.maxVcpus(), 0);
    ObjectNode memory = node.putObject("memory-gib");
    memory.put("min", needs.minMemoryGib());
    putUnless(memory, "max", needs.maxMemoryGib(), 0);
    node.put("architecture", needs.architecture().name().toLowerCase(Locale.ROOT));
    node.put("burstable", needs.burstable());
    return node;
  }

  private static ObjectNode capacity(Capacity capacity) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("slots-per-runner", capacity.slotsPerRunner());
    node.put("max-runners", capacity.maxRunners());
    node.put("idle", capacity.idle());
    node.put("idle-time", Durations.format(capacity.idleTime()));
    if (capacity.idleScaleFactor() > 0) {
      node.put("idle-scale-factor", capacity.idleScaleFactor());
    }
    putUnless(node, "idle-max", capacity.idleMax(), 0);
    node.put("max-jobs-per-runner", capacity.maxJobsPerRunner());
    node.put("max-growth", capacity.maxGrowth());
    node.put("max-lifetime", Durations.format(capacity.maxLifetime()));
    node.put("drift-share", capacity.driftShare());
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
    if (schedule.idleScaleFactor() != null) {
      node.put("idle-scale-factor", schedule.idleScaleFactor());
    }
    if (schedule.idleMax() != null) {
      node.put("idle-max", schedule.idleMax());
    }
    return node;
  }

  static void putBudget(ObjectNode node, Budget limits) {
    ObjectNode budget = node.putObject("budget");
    putMoney(budget, "per-hour", limits.perHour());
    putMoney(budget, "per-day", limits.perDay());
  }

  private static void putUnless(ObjectNode node, String key, int value, int usual) {
    if (value != usual) {
      node.put(key, value);
    }
  }

  private static void putText(ObjectNode node, String key, @Nullable String text) {
    if (text != null) {
      node.put(key, text);
    }
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
