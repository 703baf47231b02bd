package dev.runnerfleet.reaper.cloud;

import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;

/**
 * Sees that the credentials at hand are those of the fleet's own AWS account. With another's, EC2
 * would say of every machine that there is no such instance, and be believed.
 */
@ApplicationScoped
public class Account {

  /** The least that AWS gives for a page of security groups. */
  private static final int A_FEW = 5;

  private static final Logger LOG = Logger.getLogger(Account.class);

  private final Ec2Calls ec2;
  private final Optional<String> pinned;

  /** Each sweep asks anew. */
  private final Duration goodFor;

  private final ReaperMetrics metrics;
  private final Clock clock;
  private final Map<String, Instant> seenIn = new ConcurrentHashMap<>();

  Account(Ec2Calls ec2, ReaperConfig config, ReaperMetrics metrics, Clock clock) {
    this.ec2 = ec2;
    this.pinned = config.awsAccount();
    this.goodFor = config.sweepInterval();
    this.metrics = metrics;
    this.clock = clock;
  }

  /** False where it is another's account, or nobody can tell. Must not be called in a session. */
  public Uni<Boolean> isOurs(String region) {
    Instant seen = seenIn.get(region);
    if (seen != null && seen.plus(goodFor).isAfter(clock.instant())) {
      return Uni.createFrom().item(true);
    }
    return owner(region)
        .chain(number -> number.isEmpty() ? none(region) : compare(region, number.get()))
        .onFailure()
        .recoverWithItem(
            failure -> {
              LOG.warnf(
                  "AWS account not known region=%s reason=%s", region, Ec2Calls.reason(failure));
              return false;
            });
  }

  private static Uni<Boolean> none(String region) {
    LOG.warnf("AWS account not known, as it shows no security group region=%s", region);
    return Uni.createFrom().item(false);
  }

  /** Every security group says whose it is. */
  private Uni<Optional<String>> owner(String region) {
    return ec2.<DescribeSecurityGroupsResponse>ask(
            "DescribeSecurityGroups",
            region,
            client -> client.describeSecurityGroups(request -> request.maxResults(A_FEW)))
        .map(answer -> answer.securityGroups().stream().findFirst().map(group -> group.ownerId()));
  }

  private Uni<Boolean> compare(String region, String number) {
    return expected(number)
        .map(
            expected -> {
              boolean ours = expected.equals(number);
              metrics.wrongAccount(!ours);
              if (ours) {
                seenIn.put(region, clock.instant());
              } else {
                LOG.errorf(
                    "The credentials are another AWS account's: nothing is terminated or closed"
                        + " account=%s expected=%s region=%s",
                    number, expected, region);
              }
              return ours;
            });
  }

  private Uni<String> expected(String number) {
    return pinned
        .map(set -> Uni.createFrom().item(set))
        .orElseGet(() -> Panache.withTransaction(() -> first(number)));
  }

  /** Of replicas that see it first at a time, one is. */
  private static Uni<String> first(String number) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        insert into AccountRow (id, number) values (1, :number)
                        on conflict (id) do nothing
                        """)
                    .setParameter("number", number)
                    .executeUpdate()
                    .chain(() -> session.find(AccountRow.class, 1))
                    .map(row -> row.number));
  }
}
