package dev.runnerfleet.jobwatcher.job;

import dev.runnerfleet.contracts.JobId;
import java.util.Set;
import org.hibernate.JDBCException;
import org.jspecify.annotations.Nullable;

/** Another transaction did the same at the same moment; run again, this one finds what it left. */
public final class Collision extends RuntimeException {

  /** How often a transaction is run again. */
  public static final int RETRIES = 3;

  private static final long serialVersionUID = 1L;

  /** Unique violation, serialization failure, deadlock (PostgreSQL, "Error Codes"). */
  private static final Set<String> STATES = Set.of("23505", "40001", "40P01");

  Collision(JobId job) {
    super(
        "Another transaction saw the job %s or one with it first".formatted(job),
        null,
        false,
        false);
  }

  /** Whether a failure is one, also as the database tells it. */
  public static boolean is(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof Collision
          || (cause instanceof JDBCException database
              && STATES.contains(String.valueOf(database.getSQLState())))) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
