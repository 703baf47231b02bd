package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Booting;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.queue.Job;
import dev.runnerfleet.scaler.core.queue.Queue;
import dev.runnerfleet.scaler.core.queue.Queue.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Another way to decide than the policy's, to see what would come of it before anybody writes it
 * into the policy. The policy itself is asked all the same: what it is shown of the pool differs,
 * or what is done beside what it says. For pools with one slot per runner.
 */
public enum Variation {
  /** The policy as it is. */
  NONE,
  /** A machine that boots goes once no waiting job is left for it. */
  RECALL_BOOTS,
  /** A job that comes gets no machine of its own where one boots that no job waits for. */
  COUNT_BOOTS,
  /** No machine for a job that one of those running will free its machine for within a minute. */
  AWAIT_ENDS;

  /** Reads one by its name on the command line, such as {@code recall-boots}. */
  public static Variation parse(String text) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "--variation",
                    text,
                    "one of "
                        + String.join(
                            ", ", Arrays.stream(values()).map(Variation::word).toList())));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the policy is shown of the queue, to which some of the jobs are new. */
  Queue queue(Desk desk, List<Job> arrived, int endSoon) {
    return switch (this) {
      case NONE, RECALL_BOOTS -> desk.queue().arriving(arrived);
      case COUNT_BOOTS -> desk.queue();
      case AWAIT_ENDS -> without(desk.queue(), endSoon).arriving(arrived);
    };
  }

  private static Queue without(Queue queue, int jobs) {
    List<Share> shares = new ArrayList<>();
    int left = jobs;
    for (Share share : queue.shares()) {
      int hidden = Math.min(left, share.jobs());
      shares.add(new Share(share.project(), share.market(), share.jobs() - hidden));
      left -= hidden;
    }
    return new Queue(shares, queue.oldest());
  }

  /** Machines that boot and go beside what the policy says. */
  List<Member> recalled(Desk desk) {
    if (this != RECALL_BOOTS) {
      return List.of();
    }
    long surplus =
        desk.fleet().members().stream().filter(Variation::isComing).count()
            - desk.queue().waiting();
    return desk.fleet().booting().stream()
        .sorted(
            Comparator.comparing((Member member) -> member.runner().requestedAt())
                .reversed()
                .thenComparing(member -> member.runner().id().value()))
        .limit(Math.max(0, surplus))
        .toList();
  }

  private static boolean isComing(Member member) {
    return member.state() instanceof Booting || member.state() instanceof Requested;
  }
}
