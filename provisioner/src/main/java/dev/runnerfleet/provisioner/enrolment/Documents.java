package dev.runnerfleet.provisioner.enrolment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.provisioner.core.IdentityDocument;

/** Reads instance identity documents. */
final class Documents {

  private static final JsonMapper JSON = Json.mapper();
  private static final String EXPECTED =
      "an instance identity document with accountId, region and instanceId";

  private Documents() {}

  /**
   * Reads a document without believing it.
   *
   * @throws InvalidValueException when it is none
   */
  static IdentityDocument read(String text) {
    try {
      JsonNode document = JSON.readTree(text);
      String account = document.path("accountId").asText();
      String region = document.path("region").asText();
      String instance = document.path("instanceId").asText();
      if (account.isEmpty() || region.isEmpty()) {
        throw new InvalidValueException("document", text, EXPECTED);
      }
      return new IdentityDocument(account, region, new InstanceId(instance));
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("document", text, EXPECTED);
    }
  }
}
