package dev.runnerfleet.jobwatcher.poll;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** How this replica's last poll went. */
@ApplicationScoped
class LastPoll {

  private final AtomicReference<Optional<PollSummary>> summary =
      new AtomicReference<>(Optional.empty());

  void set(PollSummary ended) {
    summary.set(Optional.of(ended));
  }

  Optional<PollSummary> get() {
    return summary.get();
  }
}
