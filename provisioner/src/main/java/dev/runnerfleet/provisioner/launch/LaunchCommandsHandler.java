package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes orders from the scaler. Orders, and the calls that can be made for them at once, are saved
 * in one transaction: an idle system pays one commit between the command and CreateFleet.
 */
@ApplicationScoped
class LaunchCommandsHandler {

  private final Inbox inbox;
  private final Outbox outbox;
  private final RunnerStore runners;
  private final Recalls recalling;
  private final Gathering gathering;
  private final Launching launching;
  private final LaunchMetrics metrics;

  LaunchCommandsHandler(
      Inbox inbox,
      Outbox outbox,
      RunnerStore runners,
      Recalls recalling,
      Gathering gathering,
      Launching launching,
      LaunchMetrics metrics) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.runners = runners;
    this.recalling = recalling;
    this.gathering = gathering;
    this.launching = launching;
    this.metrics = metrics;
  }

  @Incoming("launch-commands")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.LAUNCH_COMMANDS, records, this::apply);
  }

  private Uni<Void> apply(List<LaunchCommand> commands) {
    List<RunnerRow> orders = new ArrayList<>();
    List<RecallRunner> recalls = new ArrayList<>();
    // In one order everywhere, so that two replicas never wait for each other's buckets.
    Set<String> domains = new TreeSet<>();
    for (LaunchCommand command : commands) {
      domains.add(command.domain().value());
      switch (command) {
        case LaunchRunner order -> orders.add(RunnerRow.ordered(order));
        case RecallRunner recall -> recalls.add(recall);
      }
    }
    return outbox
        .commit(out -> save(orders, recalls, domains, out))
        .invoke(saved -> saved.recalled().forEach(metrics::failed))
        .invoke(saved -> saved.rounds().forEach(launching::start))
        .replaceWithVoid();
  }

  private Uni<Saved> save(
      List<RunnerRow> orders, List<RecallRunner> recalls, Set<String> domains, Outgoing out) {
    Saved saved = new Saved(new ArrayList<>(), new LinkedHashMap<>());
    return runners
        .add(orders)
        .chain(() -> recalling.take(recalls, out))
        .invoke(saved.recalled()::addAll)
        .chain(() -> gatherEach(domains, saved, out))
        .replaceWith(saved);
  }

  private Uni<Void> gatherEach(Set<String> domains, Saved saved, Outgoing out) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (String name : domains) {
      ThrottleDomain domain = new ThrottleDomain(name);
      all =
          all.chain(() -> gathering.gather(domain, out))
              .invoke(round -> saved.rounds().put(domain, round))
              .replaceWithVoid();
    }
    return all;
  }

  private record Saved(List<LaunchFailed> recalled, Map<ThrottleDomain, Round> rounds) {}
}
