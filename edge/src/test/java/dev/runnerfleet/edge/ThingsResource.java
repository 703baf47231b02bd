package dev.runnerfleet.edge;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** A REST interface as the services have them. */
@Path("/")
public class ThingsResource {

  /** What it takes. */
  public record Thing(PoolName name, int size, Colour colour) {}

  /** A closed set. */
  public enum Colour {
    RED,
    GREEN
  }

  @POST
  @Path("things")
  public Thing take(Thing thing) {
    if (thing.size() > 10) {
      throw new InvalidValueException("size", thing.size(), "at most 10");
    }
    return thing;
  }

  @GET
  @Path("things/none")
  public Thing none() {
    throw Problems.notFound("thing", "none");
  }

  @GET
  @Path("things/broken")
  public Thing broken() {
    throw new IllegalStateException("secret detail");
  }

  @POST
  @Path("webhooks/gitlab")
  public String webhook() {
    return "taken";
  }

  @GET
  @Path("enrolments-not-open")
  public String notOpen() {
    return "never";
  }
}
