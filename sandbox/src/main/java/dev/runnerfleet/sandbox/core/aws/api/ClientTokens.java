package dev.runnerfleet.sandbox.core.aws.api;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call idempotent by the token that the client chose: the same token and request get the
 * first answer again, the same token with another request is refused. Tokens are kept for a day.
 */
public final class ClientTokens<Q, A> {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MAX_LENGTH = 64;

  private record Answered<Q, A>(Q request, A answer, Instant at) {}

  private final Map<String, Answered<Q, A>> answered = new LinkedHashMap<>();

  /**
   * Makes the call, unless it was made before.
   *
   * @param token none makes every call a new one
   * @param repeated checks an answer before it is given again
   */
  public A once(
      @Nullable String token, Q request, Instant now, Supplier<A> call, Consumer<A> repeated) {
    if (token == null || token.isEmpty()) {
      return call.get();
    }
    if (token.length() > MAX_LENGTH) {
      throw Refusal.invalid("ClientToken", token, "At most 64 ASCII characters.");
    }
    forgetOlderThan(now.minus(KEPT));
    Answered<Q, A> before = answered.get(token);
    if (before == null) {
      A answer = call.get();
      answered.put(token, new Answered<>(request, answer, now));
      return answer;
    }
    if (!before.request().equals(request)) {
      throw new Refusal(
          "IdempotentParameterMismatch",
          "The request uses the same client token as a previous, but non-identical request.");
    }
    repeated.accept(before.answer());
    return before.answer();
  }

  private void forgetOlderThan(Instant oldest) {
    var entries = answered.values().iterator();
    while (entries.hasNext() && entries.next().at().isBefore(oldest)) {
      entries.remove();
    }
  }
}
