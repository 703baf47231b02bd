package dev.runnerfleet.sandbox.core.aws.roster;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.aws.instance.Interruption;
import dev.runnerfleet.sandbox.core.aws.notice.InterruptionWarned;
import dev.runnerfleet.sandbox.core.aws.notice.RebalanceRecommended;
import java.time.Duration;
import java.time.Instant;

/** How AWS takes spot instances back: a recommendation, a warning, and two minutes. */
final class Reclamation {
  private final Roll roll;
  private final Agenda agenda;
  private final Consequences consequences;

  Reclamation(Roll roll, Agenda agenda, Consequences consequences) {
    this.roll = roll;
    this.agenda = agenda;
    this.consequences = consequences;
  }

  /** The same instance, if AWS would take it back. */
  static Instance reclaimable(Instance instance) {
    if (instance.offering().market() != Market.SPOT || instance.state().isEnding()) {
      throw new Refusal(
          "IncorrectInstanceState", "Only a spot instance that is not ending can be interrupted.");
    }
    return instance;
  }

  /** Recommends to rebalance now, and warns after {@code lead}. */
  void takeBack(Instance instance, Duration lead, Instant at) {
    var interruption = instance.interruption();
    if (interruption == null || interruption.warnedAt() == null) {
      recommend(instance, at);
      agenda.plan(at.plus(lead), instance.id(), Agenda.Step.WARN);
    }
  }

  void recommend(Instance instance, Instant at) {
    if (!instance.state().isEnding() && instance.interruption() == null) {
      var recommended = instance.interrupted(new Interruption(at, null));
      roll.put(recommended);
      consequences.add(new RebalanceRecommended(recommended, at));
    }
  }

  /** Warns of the end, two minutes from now. */
  void warn(Instance instance, Instant at) {
    var interruption = instance.interruption();
    if (interruption != null && interruption.warnedAt() == null && !instance.state().isEnding()) {
      var warned = instance.interrupted(interruption.warned(at));
      roll.put(warned);
      consequences.add(new InterruptionWarned(warned, at));
      agenda.plan(at.plus(Interruption.WARNING), instance.id(), Agenda.Step.RECLAIM);
    }
  }
}
