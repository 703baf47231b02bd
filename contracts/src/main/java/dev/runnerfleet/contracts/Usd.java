package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of US dollars, the currency of AWS's price lists, kept to a millionth. */
public record Usd(@JsonValue BigDecimal amount) implements Comparable<Usd> {

  public static final Usd ZERO = new Usd(BigDecimal.ZERO);

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Usd {
    if (amount.signum() < 0) {
      throw new InvalidValueException("usd", amount, "an amount of zero or more");
    }
    amount = amount.setScale(6, RoundingMode.HALF_UP);
  }

  public static Usd of(String amount) {
    return new Usd(new BigDecimal(amount));
  }

  public Usd plus(Usd other) {
    return new Usd(amount.add(other.amount));
  }

  public Usd times(long factor) {
    return new Usd(amount.multiply(BigDecimal.valueOf(factor)));
  }

  @Override
  public int compareTo(Usd other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public String toString() {
    return amount.toPlainString();
  }
}
