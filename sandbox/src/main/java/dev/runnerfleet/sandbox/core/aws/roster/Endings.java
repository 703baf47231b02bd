package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.instance.Ending;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.stock.Stock;
import dev.runnerfleet.sandbox.core.aws.volume.Volumes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** How instances end: they shut down, and are terminated a moment later. */
final class Endings {
  /** How long an instance is shutting down. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final Predicate<String> busy;
  private final Stock stock;
  private final Volumes volumes;
  private final Roll roll;
  private final Agenda agenda;
  private final Consequences consequences;
  private final Bill bill;

  Endings(
      Predicate<String> busy,
      Stock stock,
      Volumes volumes,
      Roll roll,
      Agenda agenda,
      Consequences consequences,
      Bill bill) {
    this.busy = busy;
    this.stock = stock;
    this.volumes = volumes;
    this.roll = roll;
    this.agenda = agenda;
    this.consequences = consequences;
    this.bill = bill;
  }

  /** Its machine is gone at once, with whatever runs on it; what it held is free. */
  void end(Instance instance, Ending ending) {
    if (busy.test(instance.systemId())) {
      consequences.countBusy(ending.cause());
    }
    bill.settle(instance, ending.at());
    stock.giveBack(instance.offering(), instance.subnet(), instance.privateIp());
    var ended = instance.shuttingDown(ending);
    roll.put(ended);
    agenda.plan(ending.at().plus(SHUTDOWN), instance.id(), Agenda.Step.TERMINATE);
    consequences.add(new InstanceEnded(instance.id()));
    consequences.changed(ended, ending.at());
  }

  void terminate(Instance instance, Instant at) {
    var terminated = instance.terminated();
    roll.put(terminated);
    volumes.release(instance.id());
    consequences.changed(terminated, at);
  }
}
