package dev.runnerfleet.scaler;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.RunnerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Mints the identities of runners and decisions. */
@ApplicationScoped
public class Identifiers {

  // Crockford's alphabet: no letter that is mistaken for a digit.
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  // 16 letters of 5 bits: with a million runners the odds of one clash are 1 in 10^12.
  private static final int LENGTH = 16;

  private final RandomGenerator random = new SecureRandom();

  public RunnerId runner() {
    return new RunnerId(next());
  }

  public DecisionId decision() {
    return new DecisionId(next());
  }

  private String next() {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
