package dev.runnerfleet.jobwatcher.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.topic.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of GitLab's webhooks. */
final class HookBody {

  private static final JsonMapper JSON = Json.mapper();

  private HookBody() {}

  /** Other kinds of webhook share some field names, of other types: their kind is read first. */
  private record Kind(@JsonProperty("object_kind") @Nullable String objectKind) {}

  /** What it says; never fails. */
  static Hook read(byte[] body, Instant receivedAt) {
    try {
      Kind kind = JSON.readValue(body, Kind.class);
      if (kind == null) {
        return new Hook.Unreadable();
      }
      return switch (String.valueOf(kind.objectKind())) {
        case JobHook.KIND -> JSON.readValue(body, JobHook.class).toHook(receivedAt);
        case PipelineHook.KIND -> JSON.readValue(body, PipelineHook.class).toHook(receivedAt);
        default -> new Hook.Other();
      };
    } catch (JacksonException | InvalidValueException e) {
      return new Hook.Unreadable();
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory cannot fail to be read", e);
    }
  }

  /**
   * GitLab's word for a state. A skipped job may come back when what it needs is retried; nobody
   * waits for it until then.
   */
  static String state(String status) {
    return status.equals("skipped") ? "created" : status;
  }

  static @Nullable Duration duration(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1000));
  }
}
