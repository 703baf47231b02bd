package dev.runnerfleet.bench;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.launch.LaunchCommand;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Everything around a scaler, without machines: it tells of jobs as the job-watcher would, and
 * answers every launch command at once with a registered runner that takes a queued job.
 */
final class SyntheticFleet implements AutoCloseable {

  private static final PipelineId PIPELINE = new PipelineId(1);
  private static final int PROJECTS = 50;

  private final URI scaler;
  private final HttpClient http = HttpClient.newHttpClient();
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> launches;
  private final Thread provisioner;
  private final AtomicLong gitLabRunners = new AtomicLong(1_000_000);
  private final Map<String, Queue<JobId>> waiting = new HashMap<>();
  private final Map<String, Queue<GitLabRunnerId>> idle = new HashMap<>();
  private volatile boolean closed;

  SyntheticFleet(URI scaler, int kafkaPort) {
    this.scaler = scaler;
    String servers = "localhost:" + kafkaPort;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "linger.ms", 5),
            new StringSerializer(),
            new StringSerializer());
    launches =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "group.id", "synthetic",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    launches.subscribe(List.of(Topic.LAUNCH_COMMANDS.name()));
    provisioner = Thread.ofPlatform().name("synthetic-provisioner").start(this::provision);
  }

  /** Makes pools {@code p0}, {@code p1} and so on, each for the tag of its name. */
  void makePools(int count, int maxRunners) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      String body =
          """
          {"region":"us-east-1","gitlab":{"scope":"instance"},"match":{"tags":["p%d"]},
           "machine":{"image":"ami-0123456789abcdef0","instance-types":["m7i.large"],
                      "subnets":["subnet-0a"]},
           "capacity":{"max-runners":%d,"idle-time":"10h"}}
          """
              .formatted(i, maxRunners);
      HttpRequest put =
          HttpRequest.newBuilder(scaler.resolve("/pools/p" + i))
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = http.send(put, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException("A pool was refused: " + answer.body());
      }
    }
  }

  /** Queues a job for a pool; a machine of it that has no job takes it at once. */
  synchronized void queue(long job, int pool) {
    Instant now = Instant.now();
    tell(
        new JobQueued(
            new JobId(job), project(job), PIPELINE, "test", Set.of("p" + pool), false, now, now));
    GitLabRunnerId free = idle.getOrDefault("p" + pool, new ArrayDeque<>()).poll();
    if (free == null) {
      waiting.computeIfAbsent("p" + pool, name -> new ArrayDeque<>()).add(new JobId(job));
    } else {
      tell(new JobStarted(new JobId(job), project(job), free, now));
    }
  }

  /** Has a job start on a runner that is none of ours. */
  void start(long job) {
    tell(new JobStarted(new JobId(job), project(job), null, Instant.now()));
  }

  /** Has a job end. */
  void finish(long job) {
    tell(
        new JobFinished(
            new JobId(job), project(job), JobFinished.Outcome.SUCCESS, null, null, Instant.now()));
  }

  /** What the scaler measures now. */
  Exposition metrics() throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(scaler.resolve("/q/metrics")).build();
    return Exposition.parse(http.send(get, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Waits until a sum over what the scaler measures is as it should be. */
  void await(String metric, String label, double value) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (metrics().sum(metric, label) != value) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%s{%s} is %s and not %s after three minutes"
                .formatted(metric, label, metrics().sum(metric, label), value));
      }
      Thread.sleep(100);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      provisioner.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    launches.close();
    producer.close();
    http.close();
  }

  private static ProjectId project(long job) {
    return new ProjectId(1 + job % PROJECTS);
  }

  private void provision() {
    while (!closed) {
      for (ConsumerRecord<String, String> record : launches.poll(Duration.ofMillis(100))) {
        LaunchCommand command = Topic.LAUNCH_COMMANDS.decode(record.value());
        if (command instanceof LaunchRunner launch) {
          launch(launch);
        }
      }
    }
  }

  private synchronized void launch(LaunchRunner order) {
    Instant now = Instant.now();
    GitLabRunnerId gitLab = new GitLabRunnerId(gitLabRunners.incrementAndGet());
    InstanceId instance = new InstanceId("i-%017x".formatted(gitLab.value()));
    PoolName pool = order.pool();
    send(
        Topic.RUNNER_EVENTS,
        new RunnerLaunched(
            order.runner(),
            pool,
            instance,
            "us-east-1",
            new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT),
            Usd.of("0.04"),
            order.poolRevision(),
            "ami-0123456789abcdef0",
            now,
            now));
    send(Topic.RUNNER_EVENTS, new RunnerRegistered(order.runner(), pool, instance, gitLab, now));
    JobId job = waiting.getOrDefault(pool.value(), new ArrayDeque<>()).poll();
    if (job == null) {
      idle.computeIfAbsent(pool.value(), name -> new ArrayDeque<>()).add(gitLab);
    } else {
      tell(new JobStarted(job, project(job.value()), gitLab, now));
    }
  }

  private void tell(DemandEvent event) {
    send(Topic.DEMAND_EVENTS, event);
  }

  private <T> void send(Topic<T> topic, T message) {
    var _ =
        producer.send(
            new ProducerRecord<>(topic.name(), topic.key(message), topic.encode(message)));
  }
}
