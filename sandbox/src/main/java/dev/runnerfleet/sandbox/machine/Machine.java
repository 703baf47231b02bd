package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.machine.job.Duty;
import dev.runnerfleet.sandbox.machine.job.Enrolment;
import dev.runnerfleet.sandbox.machine.job.RunnerClient;
import dev.runnerfleet.sandbox.machine.job.Slot;
import dev.runnerfleet.sandbox.machine.wire.Attempts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One machine from the end of its boot: it enrols, trying again while nobody can answer, and then
 * works jobs in as many slots as it was told. One that is refused stays on and does nothing, as a
 * real one would.
 */
final class Machine {
  private static final Logger LOG = Logger.getLogger(Machine.class);

  private final String instanceId;
  private final String systemId;
  private final WebClient http;
  private final MetadataClient metadata;
  private final Clock clock;
  private final List<Cancellable> activities = new ArrayList<>();
  private final Duty duty = new Duty();
  private volatile Duration clockOff = Duration.ZERO;
  private @Nullable RunnerClient enrolled;
  private @Nullable Watch watch;
  private @Nullable Cancellable heeding;
  private boolean stopped;

  Machine(
      String instanceId, String systemId, WebClient http, MetadataClient metadata, Clock clock) {
    this.instanceId = instanceId;
    this.systemId = systemId;
    this.http = http;
    this.metadata = metadata;
    this.clock = clock;
  }

  void start() {
    var enrolments = new EnrolmentClient(http);
    Uni<Enrolment> enrolled =
        Attempts.untilAnswered(metadata.read())
            .chain(identity -> Attempts.untilAnswered(enrol(enrolments, identity)));
    keep(enrolled.chain(this::verified).subscribe().with(this::work, this::stayIdle));
  }

  private Uni<Enrolment> enrol(EnrolmentClient enrolments, Identity identity) {
    return Uni.createFrom()
        .deferred(() -> enrolments.enrol(identity, clock.instant().plus(clockOff)));
  }

  private Uni<RunnerClient> verified(Enrolment enrolment) {
    LOG.infof("Machine enrolled instance=%s runner=%s", instanceId, enrolment.runner());
    var gitLab = new RunnerClient(http, enrolment, systemId);
    var reports = new ReportClient(http, enrolment);
    watch = new Watch(instanceId, metadata, reports, duty, clock);
    return Attempts.untilAnswered(gitLab.verify()).replaceWith(gitLab);
  }

  private synchronized void work(RunnerClient gitLab) {
    enrolled = gitLab;
    for (int i = 0; i < gitLab.slots(); i++) {
      keep(new Slot(gitLab, duty).start(this::stayIdle));
    }
  }

  /** There is something new in its metadata. One that has not enrolled yet has nobody to tell. */
  synchronized void noticed() {
    if (watch != null) {
      if (heeding != null) {
        heeding.cancel();
      }
      heeding = watch.look().subscribe().with(unused -> {}, this::stayIdle);
      keep(heeding);
    }
  }

  private void stayIdle(Throwable reason) {
    LOG.infof("Machine stays idle instance=%s reason=%s", instanceId, reason.getMessage());
  }

  private synchronized void keep(Cancellable activity) {
    if (stopped) {
      activity.cancel();
    } else {
      activities.add(activity);
    }
  }

  /** Its own idea of the time is off by this much from now on. */
  void clockOff(Duration by) {
    clockOff = by;
  }

  /** Nothing goes out of it any more; a job that runs is not heard of again. */
  synchronized void freeze() {
    activities.forEach(Cancellable::cancel);
    activities.clear();
  }

  /** Goes on as after a restart: as the runner that it is, without the job that it had. */
  synchronized void thaw() {
    if (stopped) {
      return;
    }
    if (enrolled == null) {
      start();
    } else {
      work(enrolled);
    }
  }

  /** At once; a job that runs is not reported, as when a machine loses its power. */
  synchronized void stop() {
    stopped = true;
    activities.forEach(Cancellable::cancel);
    activities.clear();
  }
}
