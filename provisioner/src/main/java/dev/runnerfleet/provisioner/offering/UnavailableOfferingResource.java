package dev.runnerfleet.provisioner.offering;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.provisioner.core.offering.Closure;
import dev.runnerfleet.provisioner.core.offering.Mark;
import dev.runnerfleet.provisioner.offering.UnavailableOfferings.Which;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** What is left alone, or on probation, because AWS had none of it; an operator may forget it. */
@Path("/unavailable-offerings")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class UnavailableOfferingResource {

  private static final int MOST = 1000;

  private static final Logger LOG = Logger.getLogger(UnavailableOfferingResource.class);

  private final UnavailableOfferings unavailable;
  private final Clock clock;

  UnavailableOfferingResource(UnavailableOfferings unavailable, Clock clock) {
    this.unavailable = unavailable;
    this.clock = clock;
  }

  @GET
  @WithSession
  public Uni<Page> list(
      @QueryParam("instanceType") @Nullable String instanceType,
      @QueryParam("where") @Nullable String where,
      @QueryParam("market") @Nullable String market,
      @QueryParam("cursor") @DefaultValue("") String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("limit", limit, "a number from 1 to " + MOST);
    }
    Instant now = clock.instant();
    return unavailable
        .page(new Which(instanceType, where, market(market)), cursor, limit)
        .map(marks -> Page.of(marks, limit, now));
  }

  @DELETE
  @WithTransaction
  public Uni<Void> clear(
      @QueryParam("instanceType") @Nullable String instanceType,
      @QueryParam("where") @Nullable String where,
      @QueryParam("market") @Nullable String market) {
    return unavailable
        .clear(new Which(instanceType, where, market(market)))
        .invoke(count -> LOG.infof("Unavailable offerings forgotten count=%d", count))
        .replaceWithVoid();
  }

  private static Offering.@Nullable Market market(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Offering.Market.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("market", text, "spot or on_demand");
    }
  }

  /**
   * Some of the marks.
   *
   * @param next what to give as {@code cursor} for those that follow; none at the end
   */
  record Page(List<MarkView> items, @Nullable String next) {
    static Page of(List<Mark> marks, int limit, Instant now) {
      return new Page(
          marks.stream().map(mark -> MarkView.of(mark, now)).toList(),
          marks.size() < limit ? null : marks.getLast().closure().key());
    }
  }

  /**
   * A mark, as shown to people.
   *
   * @param instanceType the type, {@code *}, or a vCPU quota's families, such as {@code standard/*}
   * @param where a zone, a subnet, or a region for all of it
   * @param closed whether nothing is asked of it now; else it is on probation
   * @param budget how many machines may be asked of it at once on probation
   */
  record MarkView(
      String instanceType,
      String where,
      Offering.Market market,
      String code,
      Instant until,
      boolean closed,
      int budget) {
    static MarkView of(Mark mark, Instant now) {
      Closure closure = mark.closure();
      return new MarkView(
          closure.instanceType(),
          closure.where(),
          closure.market(),
          closure.code(),
          closure.until(),
          mark.isClosed(now),
          mark.budget());
    }
  }
}
