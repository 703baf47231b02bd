package dev.runnerfleet.provisioner.offering;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool's spot circuit breaker; there is none while nothing ever went wrong. */
@Entity
@Table(name = "spot_breaker")
public class SpotBreakerRow {

  private static final JsonMapper JSON = Json.mapper();

  @Id String pool = "";

  /** What went wrong of late, as JSON. */
  String recent = "[]";

  @Column(name = "opened_at")
  @Nullable Instant openedAt;

  @Column(name = "tried_until")
  @Nullable Instant triedUntil;

  SpotBreaker toDomain() {
    try {
      return new SpotBreaker(
          JSON.readValue(recent, new TypeReference<List<SpotBreaker.Trouble>>() {}),
          openedAt,
          triedUntil);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The breaker of %s cannot be read".formatted(pool), e);
    }
  }

  void take(SpotBreaker breaker) {
    try {
      recent = JSON.writeValueAsString(breaker.recent());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The breaker of %s cannot be written".formatted(pool), e);
    }
    openedAt = breaker.openedAt();
    triedUntil = breaker.triedUntil();
  }
}
