package dev.runnerfleet.scaler;

/** Pools as an operator would send them. */
public final class Pools {

  private Pools() {}

  /** A pool that takes the jobs tagged with its name. */
  public static String json(String name, int max, String idleTime) {
    return """
        {"name":"%s","region":"us-east-1","gitlab":{"scope":"instance"},
         "match":{"tags":["%s"]},
         "machine":{"image":"ami-0123456789abcdef0","instance-types":["m7i.large"],
                    "subnets":["subnet-0a"]},
         "capacity":{"max-runners":%d,"idle-time":"%s"}}
        """
        .formatted(name, name, max, idleTime);
  }
}
