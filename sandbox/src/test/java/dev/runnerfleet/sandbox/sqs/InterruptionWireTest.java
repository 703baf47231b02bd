package dev.runnerfleet.sandbox.sqs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.runnerfleet.sandbox.ec2.Ec2Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** AWS taking an instance, as AWS's own SQS client and the instance's metadata tell it. */
@QuarkusTest
class InterruptionWireTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  @Inject Queue queue;

  private final List<JsonObject> heard = new ArrayList<>();
  private String instance = "";
  private SqsAsyncClient sqs;

  @BeforeEach
  void launch() throws Exception {
    String endpoint = queue.endpoint().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    sqs =
        SqsAsyncClient.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
            .build();
    Ec2Wire ec2 = Ec2Wire.open();
    instance =
        ec2.fleet(ec2.template("Iw=="), 1, request -> {})
            .instances()
            .getFirst()
            .instanceIds()
            .getFirst();
    await()
        .atMost(BOUND)
        .until(() -> ec2.instance(instance).state().nameAsString().equals("running"));
  }

  private ValidatableResponse order(String path, String json) {
    return given().contentType(ContentType.JSON).body(json.replace('\'', '"')).post(path).then();
  }

  /** Events about the instance with this type, of all that were ever received. */
  private List<JsonObject> heard(String detailType) {
    String url = sqs.getQueueUrl(r -> r.queueName("runnerfleet")).join().queueUrl();
    var messages =
        sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).join().messages();
    for (var message : messages) {
      heard.add(new JsonObject(message.body()));
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle())).join();
    }
    return heard.stream()
        .filter(event -> event.getString("detail-type").equals(detailType))
        .filter(event -> event.encode().contains(instance))
        .toList();
  }

  private JsonObject await1(String detailType) {
    await().atMost(BOUND).until(() -> !heard(detailType).isEmpty());
    return heard(detailType).getFirst();
  }

  private Response metadata(String path) {
    String imds = "/imds/" + instance + "/latest";
    String token =
        given()
            .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
            .put(imds + "/api/token")
            .asString();
    return given().header("X-aws-ec2-metadata-token", token).get(imds + path);
  }

  @Test
  void shouldTellQueueAndMetadataOfAnInterruption() {
    // Given
    metadata("/meta-data/spot/instance-action").then().statusCode(404);
    metadata("/meta-data/spot/termination-time").then().statusCode(404);
    metadata("/meta-data/events/recommendations/rebalance").then().statusCode(404);

    // When
    order("/control/instances/" + instance + "/interrupt", "{}")
        .statusCode(200)
        .body("state", equalTo("running"))
        .body("endsAt", notNullValue());

    // Then
    JsonObject warning = await1("EC2 Spot Instance Interruption Warning");
    assertThat(warning.fieldNames())
        .containsExactly(
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail");
    assertThat(warning.getString("source")).isEqualTo("aws.ec2");
    assertThat(warning.getString("time")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(warning.getJsonArray("resources"))
        .isEqualTo(new JsonArray().add("arn:aws:ec2:us-east-1a:instance/" + instance));
    assertThat(warning.getJsonObject("detail"))
        .isEqualTo(
            new JsonObject().put("instance-id", instance).put("instance-action", "terminate"));
    assertThat(await1("EC2 Instance Rebalance Recommendation").getJsonObject("detail"))
        .isEqualTo(new JsonObject().put("instance-id", instance));
    assertThat(metadata("/meta-data/spot/instance-action").asString())
        .matches("\\{\"action\":\"terminate\",\"time\":\"[0-9T:-]+Z\"}");
    assertThat(metadata("/meta-data/spot/termination-time").asString()).matches("[0-9T:-]+Z");
    assertThat(metadata("/meta-data/events/recommendations/rebalance").asString())
        .matches("\\{\"noticeTime\":\"[0-9T:-]+Z\"}");
  }

  @Test
  void shouldTellOfEveryStateAndOfEachMessageTwiceWhereOrdered() {
    // Given
    String fault =
        order(
                "/control/faults",
                "{'kind':'duplicate-messages','events':['*State-change*'],'count':1}")
            .statusCode(201)
            .extract()
            .path("id");

    // When
    order("/control/instances/" + instance + "/kill", "{}").statusCode(200);

    // Then
    await()
        .atMost(BOUND)
        .untilAsserted(
            () ->
                assertThat(heard("EC2 Instance State-change Notification"))
                    .extracting(event -> event.getJsonObject("detail").getString("state"))
                    .contains("shutting-down", "terminated")
                    .hasSize(5));
    given().get("/control/faults/" + fault).then().body("strikes", equalTo(1));
    given().delete("/control/faults/" + fault).then().statusCode(204);
  }

  @Test
  void shouldLetNothingOutOfAnInstanceThatHopsTooFar() {
    given()
        .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
        .header("X-Sandbox-Hops", "2")
        .put("/imds/" + instance + "/latest/api/token")
        .then()
        .statusCode(504);
  }
}
