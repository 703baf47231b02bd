package dev.runnerfleet.provisioner.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.provisioner.core.ClientToken;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.launch.Plan;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.pool.Pool;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of CreateFleet: its intent, token and parameters before, its outcome after. */
@Entity
@Table(name = "launch")
public class LaunchRow {

  /** Longer than a call can take: after this its maker is taken to be gone. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final JsonMapper JSON = Json.mapper();

  @Id String id = "";

  String pool = "";

  @Column(name = "pool_revision")
  int poolRevision;

  String domain = "";

  String region = "";

  @Enumerated(EnumType.STRING)
  Offering.Market market = Offering.Market.SPOT;

  /** The overrides as JSON, kept because a repeated call must ask for the same. */
  String places = "";

  @Column(name = "template_name")
  String templateName = "";

  @Column(name = "template_version")
  String templateVersion = "";

  /** The pool's own tags as JSON. */
  String tags = "{}";

  @Column(name = "max_price")
  @Nullable BigDecimal maxPrice;

  int size;

  /** Counts tokens: a new one for each. */
  int attempt = 1;

  @Column(name = "client_token")
  String clientToken = "";

  @Enumerated(EnumType.STRING)
  LaunchState state = LaunchState.CALLING;

  /** Counts calls that came to nothing. */
  int tries;

  /** The last wait between two calls. */
  @Column(name = "waited_seconds")
  double waitedSeconds;

  @Column(name = "due_at")
  Instant dueAt = Instant.EPOCH;

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "finished_at")
  @Nullable Instant finishedAt;

  int launched;

  @Nullable String result;

  /** The row of a call that is about to be made for the first time. */
  static LaunchRow intent(
      String id, Plan.Call planned, Pool pool, Pool.Template template, Instant now) {
    LaunchRow row = new LaunchRow();
    row.id = id;
    row.pool = planned.pool().value();
    row.poolRevision = planned.poolRevision();
    row.domain = pool.spec().throttleDomain().value();
    row.region = pool.spec().region();
    row.market = planned.buy().market();
    row.places = write(planned.buy().places());
    row.tags = write(pool.spec().machine().tags());
    Usd maxPrice = pool.spec().market().maxPrice();
    row.maxPrice =
        maxPrice == null || row.market == Offering.Market.ON_DEMAND ? null : maxPrice.amount();
    row.templateName = template.name();
    row.templateVersion = template.version();
    row.size = planned.orders().size();
    row.clientToken = ClientToken.of(id, 1).value();
    row.createdAt = now;
    row.dueAt = now.plus(LEASE);
    return row;
  }

  /** The call as it stands. */
  FleetCall call(boolean lookFirst) {
    return new FleetCall(
        id,
        attempt,
        clientToken,
        new PoolName(pool),
        poolRevision,
        new ThrottleDomain(domain),
        region,
        market,
        read(places, new TypeReference<List<Place>>() {}),
        read(tags, new TypeReference<Map<String, String>>() {}),
        maxPrice == null ? null : new Usd(maxPrice),
        templateName,
        templateVersion,
        size,
        tries,
        lookFirst);
  }

  /** Whether a call of this attempt is what the row waits for. */
  boolean awaits(FleetCall call) {
    return state == LaunchState.CALLING && attempt == call.attempt();
  }

  void hold(Instant now) {
    state = LaunchState.CALLING;
    dueAt = now.plus(LEASE);
  }

  void again(Duration wait, Instant now, String code) {
    state = LaunchState.WAITING;
    tries++;
    dueAt = now.plus(wait);
    result = code;
    waitedSeconds = wait.toMillis() / 1e3;
  }

  Duration waited() {
    return Duration.ofMillis(Math.round(waitedSeconds * 1e3));
  }

  void newToken(Instant now, String code) {
    again(Duration.ZERO, now, code);
    attempt++;
    clientToken = ClientToken.of(id, attempt).value();
  }

  void done(int machines, String how, Instant now) {
    state = LaunchState.DONE;
    launched = machines;
    result = how;
    finishedAt = now;
  }

  private static String write(Object parameter) {
    try {
      return JSON.writeValueAsString(parameter);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A call's parameters cannot be written", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A call's parameters cannot be read", e);
    }
  }
}
