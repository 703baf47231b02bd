package dev.runnerfleet.reaper.interruption;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.Notice;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.interruption.NoticeReader.UnreadableNoticeException;
import dev.runnerfleet.reaper.runner.PoolStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Receives AWS's notices from the queue of each region that has pools, and deletes them once they
 * are acted upon. What nobody can read, and what concerns others' instances, is counted and deleted
 * too.
 */
@ApplicationScoped
class NoticeLoop {

  private static final int MOST_MESSAGES = 10;
  private static final int LONG_POLL_SECONDS = 20;

  /** What could not be handled, or not yet, comes again after this long. */
  private static final int COMES_AGAIN_SECONDS = 15;

  /** A machine launched just now may be ours though we have not heard of it. */
  private static final Duration MAY_BE_OURS = Duration.ofSeconds(60);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  /** A queue that is not there is somebody's choice, or will take a while. */
  private static final Duration WITHOUT_QUEUE = Duration.ofSeconds(30);

  private static final Logger LOG = Logger.getLogger(NoticeLoop.class);

  private final SqsClients sqs;
  private final Interruptions interruptions;
  private final EndedInstances ended;
  private final PoolStore pools;
  private final ReaperMetrics metrics;
  private final Background background;
  private final String queue;
  private final Clock clock;
  private final Set<String> regions = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  NoticeLoop(
      SqsClients sqs,
      Interruptions interruptions,
      EndedInstances ended,
      PoolStore pools,
      ReaperMetrics metrics,
      Background background,
      ReaperConfig config,
      Clock clock) {
    this.sqs = sqs;
    this.interruptions = interruptions;
    this.ended = ended;
    this.pools = pools;
    this.metrics = metrics;
    this.background = background;
    this.queue = config.sqs().queue();
    this.clock = clock;
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  /** Begins to receive in regions that are new. */
  @Scheduled(
      every = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> look() {
    return Panache.withSession(pools::places)
        .invoke(
            places ->
                places.regions().stream()
                    .filter(regions::add)
                    .forEach(region -> background.run("notices", () -> open(region))))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Regions not looked for reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> open(String region) {
    return VertxContext.returning(() -> sqs.in(region).getQueueUrl(r -> r.queueName(queue)))
        .invoke(answer -> metrics.queueUp(region, true))
        .invoke(answer -> background.run("notices", () -> receive(region, answer.queueUrl())))
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(
            failure -> {
              LOG.warnf(
                  "No queue of notices, machines have to tell of them queue=%s region=%s reason=%s",
                  queue, region, failure.getMessage());
              metrics.queueUp(region, false);
              later(WITHOUT_QUEUE, () -> open(region));
              return Uni.createFrom().voidItem();
            });
  }

  private void later(Duration wait, Supplier<Uni<Void>> work) {
    if (!stopped) {
      background.runAfter(wait, "notices", work);
    }
  }

  /** Each turn begins the next one, in a context of its own. */
  private Uni<Void> receive(String region, String url) {
    if (stopped) {
      return Uni.createFrom().voidItem();
    }
    return VertxContext.returning(
            () ->
                sqs.in(region)
                    .receiveMessage(
                        r ->
                            r.queueUrl(url)
                                .maxNumberOfMessages(MOST_MESSAGES)
                                .waitTimeSeconds(LONG_POLL_SECONDS)
                                .visibilityTimeout(COMES_AGAIN_SECONDS)))
        .chain(answer -> handle(region, url, answer.messages()))
        .invoke(() -> metrics.queueUp(region, true))
        .invoke(() -> background.run("notices", () -> receive(region, url)))
        .onFailure()
        .recoverWithUni(
            failure -> {
              if (!stopped) {
                LOG.warnf("Notices not received region=%s reason=%s", region, failure.getMessage());
                metrics.queueUp(region, false);
              }
              later(AFTER_FAILURE, () -> receive(region, url));
              return Uni.createFrom().voidItem();
            });
  }

  private record Read(Message message, List<Notice> notices) {}

  private Uni<Void> handle(String region, String url, List<Message> messages) {
    if (messages.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Message> done = new ArrayList<>();
    List<Read> read = new ArrayList<>();
    for (Message message : messages) {
      try {
        read.add(new Read(message, NoticeReader.read(message.body())));
      } catch (UnreadableNoticeException e) {
        LOG.warnf("Notice cannot be understood, deleted reason=%s", e.getMessage());
        metrics.notice("unreadable");
        done.add(message);
      }
    }
    List<Notice> notices = read.stream().flatMap(each -> each.notices().stream()).toList();
    Instant now = clock.instant();
    return interruptions
        .take(notices)
        .invoke(ours -> ended.look(notices, ours))
        .invoke(
            ours ->
                read.stream()
                    .filter(each -> settled(each, ours, now))
                    .forEach(each -> done.add(each.message())))
        .chain(() -> delete(region, url, done));
  }

  /** Whether nothing more can come of a message; also counts it. */
  private boolean settled(Read read, Map<InstanceId, RunnerRecord> ours, Instant now) {
    boolean settled = true;
    for (Notice notice : read.notices()) {
      metrics.noticeDelay(Duration.between(notice.at(), now));
      if (notice.kind() == Notice.Kind.OTHER_STATE) {
        metrics.notice("ignored");
      } else if (ours.containsKey(notice.instance())) {
        metrics.notice("taken");
      } else if (mayBeOurs(notice, now)) {
        settled = false;
        metrics.notice("not_yet");
      } else {
        metrics.notice("foreign");
      }
    }
    return settled;
  }

  private static boolean mayBeOurs(Notice notice, Instant now) {
    return switch (notice.kind()) {
      case SPOT_INTERRUPTION, REBALANCE_RECOMMENDATION ->
          notice.at().plus(MAY_BE_OURS).isAfter(now);
      case SCHEDULED_CHANGE, ENDING, OTHER_STATE -> false;
    };
  }

  private Uni<Void> delete(String region, String url, List<Message> done) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : done) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(message.receiptHandle())
              .build());
    }
    return entries.isEmpty()
        ? Uni.createFrom().voidItem()
        : VertxContext.returning(
                () -> sqs.in(region).deleteMessageBatch(r -> r.queueUrl(url).entries(entries)))
            .replaceWithVoid();
  }
}
