package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.outcome.Rented;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One entry's machines at AWS. */
final class Ec2 implements Hardware, Aws.News {

  /** A launch asks for the instance so often until it is up, since it keeps the address. */
  private static final int DESCRIBES = 13;

  /** Between two looks at an instance that is coming up (libmachine's WaitFor). */
  private static final Duration BETWEEN_DESCRIBES = Duration.ofSeconds(3);

  private final RunnerEntry.Launched what;
  private final Trouble trouble;
  private final Aws aws;
  private final Timeline timeline;
  private final Ledger ledger;
  private final Map<String, News> news = new HashMap<>();
  private final Map<String, Rented> rented = new HashMap<>();
  private final Map<Machine, String> instances = new HashMap<>();

  Ec2(RunnerEntry.Launched what, Trouble trouble, Aws aws, Timeline timeline, Ledger ledger) {
    this.what = what;
    this.trouble = trouble;
    this.aws = aws;
    this.timeline = timeline;
    this.ledger = ledger;
  }

  @Override
  public boolean launch(Machine machine, News told) {
    if (!isLetIn("RunInstances")) {
      return false;
    }
    try {
      Instance instance = aws.runInstance(what.type(), what.market(), what.zone(), what.maxPrice());
      instances.put(machine, instance.id());
      news.put(instance.id(), told);
      rented.put(
          instance.id(),
          ledger.rent(
              what.market() == Market.SPOT ? Offering.Market.SPOT : Offering.Market.ON_DEMAND,
              instance.hourlyPrice(),
              instance.offering().type().onDemandPrice(),
              timeline.now()));
      watch(instance.id());
      return true;
    } catch (Refusal refusal) {
      ledger.refused("RunInstances");
      return false;
    }
  }

  // A look that is refused is passed over, as docker-machine does: the next will tell.
  private void watch(String instance) {
    int looks = trouble.describesPerLaunch().orElse(DESCRIBES);
    for (int i = 1; i <= looks; i++) {
      if (trouble.throttles()) {
        timeline.after(BETWEEN_DESCRIBES.multipliedBy(i), () -> look(instance));
      } else {
        ledger.called("DescribeInstances");
      }
    }
  }

  private void look(String instance) {
    if (rented.containsKey(instance)) {
      isLetIn("DescribeInstances");
    }
  }

  private boolean isLetIn(String action) {
    ledger.called(action);
    try {
      if (trouble.throttles()) {
        aws.admit(action);
      }
      return true;
    } catch (Refusal refusal) {
      ledger.refused(action);
      return false;
    }
  }

  @Override
  public boolean adopt(Machine before, Machine found, News told) {
    String instance = instances.remove(before);
    if (instance == null) {
      return false;
    }
    instances.put(found, instance);
    news.put(instance, told);
    return true;
  }

  @Override
  public boolean connects(Machine machine) {
    return instances.containsKey(machine) && isLetIn("DescribeInstances");
  }

  @Override
  public boolean terminate(Machine machine) {
    String instance = instances.get(machine);
    if (instance == null) {
      return true;
    }
    if (!isLetIn("TerminateInstances")) {
      return false;
    }
    instances.remove(machine);
    news.remove(instance);
    aws.end(instance);
    return true;
  }

  @Override
  public void up(String instance) {
    News told = news.get(instance);
    if (told != null) {
      told.up();
    }
  }

  // docker+machine knows nothing of AWS's warnings.
  @Override
  public void warned(String instance) {
    if (rented.containsKey(instance)) {
      ledger.interrupted();
    }
  }

  @Override
  public void ended(String instance) {
    Rented bill = rented.remove(instance);
    if (bill != null) {
      ledger.giveBack(bill, timeline.now());
    }
    News told = news.remove(instance);
    if (told != null) {
      instances.values().remove(instance);
      told.lost();
    }
  }
}
