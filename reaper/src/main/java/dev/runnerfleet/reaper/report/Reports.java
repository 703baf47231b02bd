package dev.runnerfleet.reaper.report;

import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.reaper.interruption.Interruptions;
import dev.runnerfleet.reaper.runner.Reporter;
import dev.runnerfleet.reaper.runner.ReporterStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes machines' reports. The same one again tells nothing new. */
@ApplicationScoped
class Reports {

  private static final Logger LOG = Logger.getLogger(Reports.class);

  private final ReporterStore reporters;
  private final Interruptions interruptions;
  private final Outbox outbox;
  private final ReportMetrics metrics;
  private final Clock clock;

  Reports(
      ReporterStore reporters,
      Interruptions interruptions,
      Outbox outbox,
      ReportMetrics metrics,
      Clock clock) {
    this.reporters = reporters;
    this.interruptions = interruptions;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Takes a report.
   *
   * @return fails with {@link DeniedException} when the key is not that of the machine, or the
   *     machine is not known (yet)
   */
  Uni<Void> take(String key, Report report) {
    return outbox
        .commit(
            out -> reporters.lock(report.runner()).chain(found -> take(found, key, report, out)))
        .invoke(reporter -> metrics.taken(reporter.pool(), report))
        .invoke(reporter -> actAtOnce(report))
        .onFailure(DeniedException.class)
        .invoke(denied -> denied(report, denied))
        .replaceWithVoid();
  }

  private void actAtOnce(Report report) {
    if (report.notice() != null) {
      interruptions.actAtOnce();
    }
  }

  private Uni<Reporter> take(Optional<Reporter> found, String key, Report report, Outgoing out) {
    Reporter before =
        found.orElseThrow(() -> new DeniedException("no machine of this runner has a key"));
    if (!before.keyDigest().equals(ReportKeyDigest.of(key))) {
      throw new DeniedException("another key than the machine's");
    }
    Reporter after = after(before, report);
    Uni<Void> saved = reporters.save(after);
    Report.Notice notice = report.notice();
    return (notice == null || isTold(before, notice)
            ? saved
            : saved.chain(() -> interruptions.take(report.runner(), told(notice), out)))
        .replaceWith(after);
  }

  private static boolean isTold(Reporter before, Report.Notice notice) {
    return notice.kind() == before.notice() && Objects.equals(notice.deadline(), before.deadline());
  }

  private static Interruptions.OwnWord told(Report.Notice notice) {
    return new Interruptions.OwnWord(notice.kind(), notice.deadline());
  }

  private Reporter after(Reporter before, Report report) {
    Report.Notice notice = report.notice();
    return new Reporter(
        before.runner(),
        before.pool(),
        before.keyDigest(),
        clock.instant(),
        report.state().name(),
        report.cpu(),
        report.memory(),
        notice == null ? before.notice() : notice.kind(),
        notice == null ? before.deadline() : notice.deadline());
  }

  private void denied(Report report, Throwable denied) {
    metrics.denied();
    LOG.warnf("Report denied runner=%s reason=%s", report.runner(), denied.getMessage());
  }
}
