package dev.runnerfleet.sandbox.machine;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

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
  private final List<Cancellable> activities = new ArrayList<>();
  private boolean stopped;

  Machine(String instanceId, String systemId, WebClient http, MetadataClient metadata) {
    this.instanceId = instanceId;
    this.systemId = systemId;
    this.http = http;
    this.metadata = metadata;
  }

  void start() {
    var enrolments = new EnrolmentClient(http);
    Uni<Enrolment> enrolled =
        Attempts.untilAnswered(metadata.read())
            .chain(identity -> Attempts.untilAnswered(enrolments.enrol(identity)));
    keep(enrolled.chain(this::verified).subscribe().with(this::work, this::stayIdle));
  }

  private Uni<RunnerClient> verified(Enrolment enrolment) {
    LOG.infof("Machine enrolled instance=%s runner=%s", instanceId, enrolment.runner());
    var gitLab = new RunnerClient(http, enrolment, systemId);
    return Attempts.untilAnswered(gitLab.verify()).replaceWith(gitLab);
  }

  private void work(RunnerClient gitLab) {
    for (int i = 0; i < gitLab.slots(); i++) {
      keep(new Slot(gitLab).start(this::stayIdle));
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

  /** At once; a job that runs is not reported, as when a machine loses its power. */
  synchronized void stop() {
    stopped = true;
    activities.forEach(Cancellable::cancel);
    activities.clear();
  }
}
