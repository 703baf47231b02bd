package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.pace.Paces;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/**
 * Makes EC2 calls: paces them, counts each by its result, and turns what the SDK throws into
 * refusals.
 */
@ApplicationScoped
public class Ec2Calls {

  private final Ec2Clients clients;
  private final Paces paces;
  private final MeterRegistry metrics;
  private final Clock clock;

  Ec2Calls(Ec2Clients clients, Paces paces, MeterRegistry metrics, Clock clock) {
    this.clients = clients;
    this.paces = paces;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Makes a call once the action's bucket has a token for it, and comes back on the caller's Vert.x
   * context. Must not be called inside a transaction.
   *
   * @return fails with {@link RefusedException}, for want of a token too, or as the database does
   */
  public <T> Uni<T> call(
      String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    return paces
        .await(action, region)
        .chain(
            may ->
                may
                    ? slowingDown(action, region, call)
                    : Uni.createFrom()
                        .failure(
                            new RefusedException(action, new Refusal.Throttled("NoTokenInTime"))));
  }

  /** After a refusal as one too many, all replicas go on slower. */
  <T> Uni<T> slowingDown(
      String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    Instant sentAt = clock.instant();
    return withToken(action, region, call)
        .onFailure(Ec2Calls::isThrottled)
        .call(() -> paces.refused(action, region, sentAt));
  }

  /** Makes a call that has its token. Whoever took that sees to refusals too. */
  <T> Uni<T> withToken(
      String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    return VertxContext.returning(() -> call.apply(clients.in(region)))
        .invoke(() -> count(action, "ok"))
        .onFailure()
        .transform(failure -> refused(action, failure));
  }

  private static boolean isThrottled(Throwable failure) {
    return failure instanceof RefusedException refused
        && refused.refusal() instanceof Refusal.Throttled;
  }

  private RefusedException refused(String action, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Refusal refusal = refusal(cause);
    count(action, refusal.kind());
    return new RefusedException(action, refusal, cause);
  }

  private static Refusal refusal(Throwable cause) {
    if (cause instanceof AwsServiceException aws) {
      String code = aws.awsErrorDetails() == null ? null : aws.awsErrorDetails().errorCode();
      // Without a code it was not AWS that answered but something on the way.
      return code == null || code.isBlank()
          ? Refusals.of("Http" + aws.statusCode(), Refusals.NO_STATUS)
          : Refusals.of(code, aws.statusCode());
    }
    return Refusals.of(cause.getClass().getSimpleName(), Refusals.NO_STATUS);
  }

  private void count(String action, String result) {
    metrics.counter("runnerfleet.ec2.calls", "action", action, "result", result).increment();
  }
}
