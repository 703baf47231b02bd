package dev.runnerfleet.bench;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a fleet did, read from its topics. */
record FleetHistory(List<LaunchCommand> launchCommands, List<RunnerEvent> runnerEvents) {

  /** Reads both topics from their beginning to where they end now. */
  static FleetHistory read(String bootstrapServers) {
    return new FleetHistory(
        messages(bootstrapServers, Topic.LAUNCH_COMMANDS),
        messages(bootstrapServers, Topic.RUNNER_EVENTS));
  }

  /**
   * The most runners that a pool had at any moment, from the decision to launch until the
   * confirmation of the end; each counted once, however often its messages came.
   */
  int mostRunnersAtOnce(PoolName pool) {
    Map<RunnerId, Instant> from = new HashMap<>();
    Map<RunnerId, Instant> until = new HashMap<>();
    for (LaunchCommand command : launchCommands) {
      if (command instanceof LaunchRunner launch && launch.pool().equals(pool)) {
        from.merge(launch.runner(), launch.at(), FleetHistory::earlier);
      }
    }
    for (RunnerEvent event : runnerEvents) {
      switch (event) {
        case RunnerTerminated gone -> until.merge(gone.runner(), gone.at(), FleetHistory::earlier);
        case LaunchFailed failed ->
            until.merge(failed.runner(), failed.at(), FleetHistory::earlier);
        default -> {}
      }
    }
    List<Step> steps = new ArrayList<>();
    from.forEach(
        (runner, at) -> {
          steps.add(new Step(at, 1));
          steps.add(new Step(until.getOrDefault(runner, Instant.MAX), -1));
        });
    return highest(steps);
  }

  /** The machines that each decision had ordered, by the commands that were sent for it. */
  Map<String, Set<String>> ordersByDecision() {
    Map<String, Set<String>> orders = new TreeMap<>();
    for (LaunchCommand command : launchCommands) {
      if (command instanceof LaunchRunner launch) {
        orders
            .computeIfAbsent(launch.decision().value(), decision -> new TreeSet<>())
            .add(launch.runner().value());
      }
    }
    return orders;
  }

  /** The runners that were launched, each with every instance that it was ever given. */
  Map<RunnerId, Set<String>> instancesByRunner() {
    Map<RunnerId, Set<String>> instances = new HashMap<>();
    for (RunnerEvent event : runnerEvents) {
      if (event instanceof RunnerLaunched launched) {
        instances
            .computeIfAbsent(launched.runner(), runner -> new HashSet<>())
            .add(launched.instance().value());
      }
    }
    return instances;
  }

  /** When the end of each machine was confirmed. */
  Map<RunnerId, Instant> terminations() {
    Map<RunnerId, Instant> ends = new HashMap<>();
    for (RunnerEvent event : runnerEvents) {
      if (event instanceof RunnerTerminated gone) {
        ends.merge(gone.runner(), gone.at(), FleetHistory::earlier);
      }
    }
    return ends;
  }

  /** How long the machines that ended stood on average, from their order on. */
  Duration meanLife() {
    Map<RunnerId, Instant> ends = terminations();
    Map<RunnerId, Duration> lives = new HashMap<>();
    for (LaunchCommand command : launchCommands) {
      Instant end = ends.get(command.runner());
      if (command instanceof LaunchRunner && end != null) {
        lives.putIfAbsent(command.runner(), Duration.between(command.at(), end));
      }
    }
    return lives.values().stream()
        .reduce(Duration.ZERO, Duration::plus)
        .dividedBy(Math.max(1, lives.size()));
  }

  /** Which of GitLab's runners took each job, by the job's id; GitLab forgets runners that go. */
  static Map<Long, Long> runnersOfJobs(String bootstrapServers) {
    Map<Long, Long> runners = new HashMap<>();
    for (DemandEvent event : messages(bootstrapServers, Topic.DEMAND_EVENTS)) {
      GitLabRunnerId runner =
          switch (event) {
            case JobStarted started -> started.runner();
            case JobFinished finished -> finished.runner();
            default -> null;
          };
      if (runner != null) {
        runners.put(event.job().value(), runner.value());
      }
    }
    return runners;
  }

  /** How many messages no consumer group has handled yet, by group. */
  static Map<String, Long> lagByGroup(String bootstrapServers)
      throws ExecutionException, InterruptedException {
    Map<String, Long> lagByGroup = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (GroupListing group : admin.listGroups().all().get()) {
        Map<TopicPartition, OffsetAndMetadata> committed =
            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        long ends =
            admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
        long handled = committed.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
        lagByGroup.put(group.groupId(), ends - handled);
      }
    }
    return lagByGroup;
  }

  private static int highest(List<Step> steps) {
    // Where one goes and another comes at the same instant, the going is first: that is its cause.
    steps.sort(Comparator.comparing(Step::at).thenComparing(Step::change));
    int now = 0;
    int highest = 0;
    for (Step step : steps) {
      now += step.change();
      highest = Math.max(highest, now);
    }
    return highest;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static <T> List<T> messages(String bootstrapServers, Topic<T> topic) {
    List<T> messages = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream().map(FleetHistory::partition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          messages.add(topic.decode(record.value()));
        }
      }
    }
    return messages;
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private record Step(Instant at, int change) {}
}
