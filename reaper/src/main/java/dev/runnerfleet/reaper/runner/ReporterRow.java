package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A machine that reports, and its last report. */
@Entity
@Table(name = "reporter")
public class ReporterRow {

  @Id public String runner = "";
  public String pool = "";

  @Column(name = "key_digest")
  public String keyDigest = "";

  @Column(name = "registered_at")
  public Instant registeredAt = Instant.EPOCH;

  @Column(name = "reported_at")
  public @Nullable Instant reportedAt;

  public @Nullable String state;
  public @Nullable Double cpu;
  public @Nullable Double memory;
  public @Nullable String notice;
  public @Nullable Instant deadline;

  Reporter toDomain() {
    return new Reporter(
        new RunnerId(runner),
        new PoolName(pool),
        new ReportKeyDigest(keyDigest),
        reportedAt,
        state,
        cpu,
        memory,
        notice == null ? null : RunnerInterrupted.Kind.valueOf(notice),
        deadline);
  }

  void set(Reporter reporter) {
    reportedAt = reporter.reportedAt();
    state = reporter.state();
    cpu = reporter.cpu();
    memory = reporter.memory();
    notice = reporter.notice() == null ? null : reporter.notice().name();
    deadline = reporter.deadline();
  }
}
