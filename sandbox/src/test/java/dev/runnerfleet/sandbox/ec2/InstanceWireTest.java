package dev.runnerfleet.sandbox.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

@QuarkusTest
class InstanceWireTest {
  private Ec2Wire ec2;

  @BeforeEach
  void open() {
    ec2 = Ec2Wire.open();
  }

  /** Launches instances that carry the tag {@code mark}. */
  private List<String> launch(String mark, int count) {
    return Ec2Wire.ids(
        ec2.fleet(
            ec2.template("aGVsbG8="),
            count,
            request -> request.tagSpecifications(Ec2Wire.tagged("instance", "mark", mark))));
  }

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static List<String> ids(DescribeInstancesResponse response) {
    return response.reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(Instance::instanceId)
        .toList();
  }

  @Test
  void shouldFindInstancesByTagsStatesAndWildcards() {
    // Given
    String mark = "x-" + UUID.randomUUID();
    var launched = launch(mark, 3);

    // When
    var found =
        ec2.client
            .describeInstances(
                request ->
                    request.filters(
                        filter("tag:mark", mark.substring(0, 12) + "*"),
                        filter("tag-key", "mar?"),
                        filter("instance-state-name", "pending", "running")))
            .join();

    // Then
    assertThat(ids(found)).containsExactlyElementsOf(launched);
  }

  @Test
  void shouldPageThroughInstances() {
    // Given
    String mark = UUID.randomUUID().toString();
    var launched = launch(mark, 12);
    var pages = new ArrayList<List<String>>();

    // When
    ec2.client
        .describeInstancesPaginator(
            request -> request.filters(filter("tag:mark", mark)).maxResults(5))
        .subscribe(page -> pages.add(ids(page)))
        .join();

    // Then
    assertThat(pages).hasSize(3);
    assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(launched);
  }

  @Test
  void shouldRefuseIdsTogetherWithPaging() {
    // Given
    String id = launch("paging", 1).getFirst();

    // When
    var call = ec2.client.describeInstances(r -> r.instanceIds(id).maxResults(5));

    // Then
    assertThat(Ec2Wire.refusal(call)).isEqualTo("InvalidParameterCombination");
  }

  @Test
  void shouldEndAnInstanceAndShowItAfterwards() {
    // Given
    String id = launch("ending", 1).getFirst();

    // When
    var change =
        ec2.client
            .terminateInstances(request -> request.instanceIds(id))
            .join()
            .terminatingInstances()
            .getFirst();

    // Then
    assertThat(change.currentState().nameAsString()).isEqualTo("shutting-down");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> ec2.instance(id).state().nameAsString().equals("terminated"));
    assertThat(ec2.instance(id).privateIpAddress()).isNull();
    var again = ec2.client.terminateInstances(request -> request.instanceIds(id)).join();
    assertThat(again.terminatingInstances().getFirst().previousState().nameAsString())
        .isEqualTo("terminated");
  }

  @Test
  void shouldEndNoneWhenOneIsUnknown() {
    // Given
    String id = launch("one-bad", 1).getFirst();

    // When
    var call =
        ec2.client.terminateInstances(request -> request.instanceIds(id, "i-0000000000000dead"));

    // Then
    assertThat(Ec2Wire.refusal(call)).isEqualTo("InvalidInstanceID.NotFound");
    assertThat(ec2.instance(id).state().nameAsString()).isIn("pending", "running");
  }

  @Test
  void shouldTagInstances() {
    // Given
    String id = launch("tagging", 1).getFirst();

    // When
    ec2.client
        .createTags(request -> request.resources(id).tags(Ec2Wire.tag("runnerfleet:runner", "r")))
        .join();

    // Then
    assertThat(ec2.instance(id).tags()).anyMatch(tag -> tag.key().equals("runnerfleet:runner"));
  }

  @Test
  void shouldRefuseReservedTagsUnknownFiltersAndBadIds() {
    // Given
    String id = launch("refusing", 1).getFirst();

    // When
    var reserved = ec2.client.createTags(r -> r.resources(id).tags(Ec2Wire.tag("aws:x", "y")));
    var filter = ec2.client.describeInstances(r -> r.filters(filter("no-such", "x")));
    var malformed = ec2.client.describeInstances(r -> r.instanceIds("nonsense"));

    // Then
    assertThat(Ec2Wire.refusal(reserved)).isEqualTo("InvalidParameterValue");
    assertThat(Ec2Wire.refusal(filter)).isEqualTo("InvalidParameterValue");
    assertThat(Ec2Wire.refusal(malformed)).isEqualTo("InvalidInstanceID.Malformed");
  }
}
