package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.pace.Paces;
import dev.runnerfleet.reaper.ReaperMetrics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/**
 * Makes EC2 calls: each with a token of its action's bucket, counted by its result, and slower for
 * all replicas once AWS refused one as too many.
 */
@ApplicationScoped
class Ec2Calls {

  private static final Set<String> THROTTLED =
      Set.of("RequestLimitExceeded", "Throttling", "ThrottlingException");
  private static final int SERVER_ERROR = 500;
  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

  private final Ec2Clients clients;
  private final Paces paces;
  private final ReaperMetrics metrics;
  private final Clock clock;

  Ec2Calls(Ec2Clients clients, Paces paces, ReaperMetrics metrics, Clock clock) {
    this.clients = clients;
    this.paces = paces;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** There was no token to be had in time. */
  static final class NoTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoTokenException(String action) {
      super("No token for " + action + " in time");
    }
  }

  /** Asks something, and asks again where AWS had a moment of weakness. */
  <T> Uni<T> ask(String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    return ask(action, region, call, TRIES);
  }

  private <T> Uni<T> ask(
      String action,
      String region,
      Function<Ec2AsyncClient, CompletionStage<T>> call,
      int triesLeft) {
    Uni<T> asked = once(action, region, call);
    return triesLeft <= 1
        ? asked
        : asked
            .onFailure(Ec2Calls::isTransient)
            .recoverWithUni(
                failure ->
                    VertxContext.pause(BETWEEN_TRIES)
                        .chain(() -> ask(action, region, call, triesLeft - 1)));
  }

  /** Orders something, once, as soon as its action's bucket has a token. */
  <T> Uni<T> once(String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    return paces
        .await(action, region)
        .chain(
            may ->
                may
                    ? withToken(action, region, call)
                    : Uni.createFrom().failure(new NoTokenException(action)));
  }

  /** Makes a call that has its token. */
  <T> Uni<T> withToken(
      String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    Instant sentAt = clock.instant();
    return VertxContext.returning(() -> call.apply(clients.in(region)))
        .invoke(() -> metrics.called("ec2", action, "ok"))
        .onFailure()
        .invoke(failure -> metrics.called("ec2", action, result(failure)))
        .onFailure(failure -> THROTTLED.contains(code(failure)))
        .call(() -> paces.refused(action, region, sentAt));
  }

  /** How many of so many machines or calls may be terminated or made now. */
  Uni<Integer> allowance(int wanted, String action, String region) {
    return paces.takeUpTo(wanted, action, region);
  }

  private static String result(Throwable failure) {
    String code = code(failure);
    if (THROTTLED.contains(code)) {
      return "throttled";
    }
    return code.startsWith("InvalidInstanceID") ? "bad-id" : "failed";
  }

  /** Another try may have another end: AWS erred, or nobody answered. */
  private static boolean isTransient(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof AwsServiceException refused
        ? refused.statusCode() >= SERVER_ERROR && !THROTTLED.contains(code(failure))
        : !(cause instanceof NoTokenException);
  }

  /** AWS's word for why it refused; empty where it was not AWS that did. */
  static String code(Throwable failure) {
    return cause(failure) instanceof AwsServiceException refused
            && refused.awsErrorDetails() != null
            && refused.awsErrorDetails().errorCode() != null
        ? refused.awsErrorDetails().errorCode()
        : "";
  }

  static String reason(Throwable failure) {
    String code = code(failure);
    return code.isEmpty() ? String.valueOf(cause(failure)) : code;
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
