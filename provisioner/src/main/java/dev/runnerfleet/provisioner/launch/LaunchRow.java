package dev.runnerfleet.provisioner.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.provisioner.core.ClientToken;
import dev.runnerfleet.provisioner.core.Place;
import dev.runnerfleet.provisioner.core.launch.Gathered;
import dev.runnerfleet.provisioner.core.offering.Choice;
import dev.runnerfleet.provisioner.ec2.FleetCall;
import dev.runnerfleet.provisioner.pool.Pool;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call of CreateFleet: its intent, token and parameters before, its outcome after. */
@Entity
@Table(name = "launch")
public class LaunchRow {

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

  int size;

  /** Counts tokens: a new one for each. */
  int attempt = 1;

  @Column(name = "client_token")
  String clientToken = "";

  @Enumerated(EnumType.STRING)
  LaunchState state = LaunchState.CALLING;

  /** Counts calls that came to nothing. */
  int tries;

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
      String id,
      Gathered gathered,
      Pool pool,
      Pool.Template template,
      Choice.Buy buy,
      Instant now,
      Duration lease) {
    LaunchRow row = new LaunchRow();
    row.id = id;
    row.pool = gathered.pool().value();
    row.poolRevision = gathered.poolRevision();
    row.domain = pool.spec().throttleDomain().value();
    row.region = pool.spec().region();
    row.market = buy.market();
    row.places = write(buy.places());
    row.templateName = template.name();
    row.templateVersion = template.version();
    row.size = gathered.orders().size();
    row.clientToken = ClientToken.of(id, 1).value();
    row.createdAt = now;
    row.dueAt = now.plus(lease);
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
        read(places),
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

  void hold(Instant now, Duration lease) {
    state = LaunchState.CALLING;
    dueAt = now.plus(lease);
  }

  void again(Instant due, String code) {
    state = LaunchState.WAITING;
    tries++;
    dueAt = due;
    result = code;
  }

  void newToken(Instant now, String code) {
    again(now, code);
    attempt++;
    clientToken = ClientToken.of(id, attempt).value();
  }

  void done(int machines, String how, Instant now) {
    state = LaunchState.DONE;
    launched = machines;
    result = how;
    finishedAt = now;
  }

  private static String write(List<Place> places) {
    try {
      return JSON.writeValueAsString(places);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Places cannot be written", e);
    }
  }

  private static List<Place> read(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<Place>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Places cannot be read", e);
    }
  }
}
