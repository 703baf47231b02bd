package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.fault.FaultKind.Misdeliver.Channel;
import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookDue;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.gitlab.HookTrial;
import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.world.WorldClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Sends each event once to each that listens, as GitLab does: a failure is counted and forgotten,
 * save that a hook that keeps failing is disabled. Events of one pipeline are sent in order; GitLab
 * itself promises no order at all.
 */
@ApplicationScoped
class Webhooks implements HookTrial {
  private static final int LANES = 16;

  private final Optional<Addressee> configured;
  private final Vertx vertx;
  private final WorldClock world;
  private final Post post;
  private final HookPayloads payloads;
  private final World held;
  private final List<Lane> lanes;

  Webhooks(
      SandboxConfig config,
      Vertx vertx,
      WorldClock world,
      Post post,
      World held,
      WebhookMetrics metrics,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    String secret = config.webhookSecret().orElse(null);
    this.configured = config.sandbox().webhookUrl().map(url -> Addressee.configured(url, secret));
    this.vertx = vertx;
    this.world = world;
    this.post = post;
    this.payloads = new HookPayloads(new Links("http://localhost:" + port + "/gitlab"));
    this.held = held;
    this.lanes = IntStream.range(0, LANES).mapToObj(lane -> new Lane(this::send)).toList();
    metrics.watchWaiting(() -> lanes.stream().mapToInt(Lane::size).sum());
  }

  void onJob(@Observes JobChanged change) {
    configured.ifPresent(addressee -> enqueue(addressee, change));
  }

  void onPipeline(@Observes PipelineChanged change) {
    configured.ifPresent(addressee -> enqueue(addressee, change));
  }

  void onHook(@Observes HookDue due) {
    enqueue(Addressee.of(due.hook()), due.change());
  }

  private void enqueue(Addressee addressee, Effect change) {
    Delivery delivery = delivery(addressee, change);
    if (delivery == null) {
      return;
    }
    String project = change instanceof JobChanged job ? job.project().path() : path(change);
    for (Duration late : arrivals(delivery.event(), project)) {
      if (late.isPositive()) {
        vertx.setTimer(Math.max(1, late.toMillis()), timer -> lane(delivery).add(delivery));
      } else {
        lane(delivery).add(delivery);
      }
    }
  }

  /**
   * How late a delivery comes each time; never where an order loses it. Effects are fired with the
   * world held, so it may be asked directly, and would hand out later effects first otherwise.
   */
  private List<Duration> arrivals(String event, String project) {
    return held.faults().deliveries(Channel.WEBHOOKS, event, project, held.now());
  }

  private static String path(Effect change) {
    return change instanceof PipelineChanged pipeline ? pipeline.project().path() : "";
  }

  private @Nullable Delivery delivery(Addressee addressee, Effect change) {
    return switch (change) {
      case JobChanged job -> made(addressee, "Job Hook", job.pipeline().id(), payloads.job(job));
      case PipelineChanged pipeline ->
          made(addressee, "Pipeline Hook", pipeline.pipeline().id(), payloads.pipeline(pipeline));
      default -> null;
    };
  }

  private static Delivery made(Addressee addressee, String event, long lane, Shape payload) {
    return new Delivery(addressee, event, lane, UUID.randomUUID(), payload);
  }

  private Lane lane(Delivery delivery) {
    return lanes.get((int) (delivery.lane() % LANES));
  }

  private Uni<Void> send(Delivery delivery) {
    Long hook = delivery.addressee().hook();
    if (hook != null && !isExecutable(hook)) {
      return Uni.createFrom().voidItem();
    }
    return post.send(delivery).invoke(status -> note(hook, status)).replaceWithVoid();
  }

  private boolean isExecutable(long id) {
    return world.ask(
        w -> {
          Hook hook = w.forge().hooks().find(id);
          return hook != null && hook.health().isExecutable(w.now());
        });
  }

  private void note(@Nullable Long hook, int status) {
    if (hook != null) {
      world.tell(w -> w.forge().hooks().delivered(hook, Post.isGood(status), w.now()));
    }
  }

  @Override
  public Uni<Integer> test(Hook hook, String event) {
    Shape payload = world.ask(w -> new HookSample(w, payloads).of(hook, event));
    Delivery delivery = made(Addressee.of(hook), event, 0, payload);
    return post.send(delivery).invoke(status -> note(hook.id(), status));
  }
}
