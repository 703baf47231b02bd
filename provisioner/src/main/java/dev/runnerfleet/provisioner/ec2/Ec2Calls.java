package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.provisioner.core.Refusal;
import dev.runnerfleet.provisioner.core.Refusals;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;

/** Makes EC2 calls: counts each by its result, and turns what the SDK throws into refusals. */
@ApplicationScoped
public class Ec2Calls {

  private final Ec2Clients clients;
  private final MeterRegistry metrics;

  Ec2Calls(Ec2Clients clients, MeterRegistry metrics) {
    this.clients = clients;
    this.metrics = metrics;
  }

  /**
   * Makes a call and comes back on the caller's Vert.x context.
   *
   * @return fails with {@link RefusedException} only
   */
  public <T> Uni<T> call(
      String action, String region, Function<Ec2AsyncClient, CompletionStage<T>> call) {
    return VertxContext.returning(() -> call.apply(clients.in(region)))
        .invoke(() -> count(action, "ok"))
        .onFailure()
        .transform(failure -> refused(action, failure));
  }

  private RefusedException refused(String action, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Refusal refusal = refusal(cause);
    count(action, result(refusal));
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

  private static String result(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Throttled throttled -> "throttled";
      case Refusal.NoCapacity noCapacity -> "no_capacity";
      case Refusal.Quota quota -> "quota";
      case Refusal.Transient transientOne -> "transient";
      case Refusal.BadConfiguration bad -> "bad_configuration";
      case Refusal.AlreadyDone done -> "already_done";
      case Refusal.StaleToken stale -> "stale_token";
      case Refusal.MissingTemplate missing -> "missing_template";
    };
  }

  private void count(String action, String result) {
    metrics.counter("runnerfleet.ec2.calls", "action", action, "result", result).increment();
  }
}
