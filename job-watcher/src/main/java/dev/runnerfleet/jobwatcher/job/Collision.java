package dev.runnerfleet.jobwatcher.job;

import io.vertx.pgclient.PgException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a transaction failed only because another one did the same at the same moment. */
public final class Collision {

  /** Unique violation, serialization failure, deadlock (PostgreSQL, "Error Codes"). */
  private static final Set<String> STATES = Set.of("23505", "40001", "40P01");

  /** How often a transaction is run again; the second finds what the other left. */
  public static final int RETRIES = 3;

  private Collision() {}

  public static boolean is(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof PgException postgres && STATES.contains(postgres.getSqlState())) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
