package dev.runnerfleet.sandbox.core.aws.image;

import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The images of the region. AWS publishes its own behind names in the parameter store, all below
 * {@code /aws/service/}: each such name has an image here, which comes into being when it is first
 * asked for. Others are there when somebody has put them behind a name.
 */
public final class Images {
  /** What a launch template writes before the name of a parameter. */
  public static final String ALIAS = "resolve:ssm:";

  private static final String PUBLIC = "/aws/service/";
  private static final Pattern ID = Pattern.compile("ami-([0-9a-f]{8}|[0-9a-f]{17})");
  private static final Pattern VERSION = Pattern.compile(":[^/]*$");
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private final Ids ids;
  private final Map<String, Image> byId = new LinkedHashMap<>();
  private final Map<String, String> idByName = new LinkedHashMap<>();

  public Images(Ids ids) {
    this.ids = ids;
    add(new Image("ami-0123456789abcdef0", "sandbox-x86_64", "x86_64", "/dev/xvda", FIRST));
    add(new Image("ami-0123456789abcdef1", "sandbox-arm64", "arm64", "/dev/xvda", FIRST));
  }

  private void add(Image image) {
    byId.put(image.id(), image);
  }

  /**
   * The image that a launch means.
   *
   * @param reference an id, or {@code resolve:ssm:} and a parameter's name
   */
  public Image resolve(String reference) {
    return reference.startsWith(ALIAS)
        ? named(VERSION.matcher(reference.substring(ALIAS.length())).replaceFirst(""))
        : require(reference);
  }

  /** The image with this id. */
  public Image require(String id) {
    if (!ID.matcher(id).matches()) {
      throw new Refusal("InvalidAMIID.Malformed", "Invalid id: \"" + id + "\"");
    }
    Image image = byId.get(id);
    if (image == null) {
      throw new Refusal("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }
    return image;
  }

  private Image named(String name) {
    return parameter(name)
        .orElseThrow(
            () ->
                Refusal.invalid(
                    "ImageId", ALIAS + name, "No parameter of this name holds an image."));
  }

  /** The image behind the name of a parameter. */
  public Optional<Image> parameter(String name) {
    String id = idByName.get(name);
    if (id == null) {
      return name.startsWith(PUBLIC) ? Optional.of(publish(name, FIRST)) : Optional.empty();
    }
    return Optional.ofNullable(byId.get(id));
  }

  /** Puts a new image behind a name, as AWS does with its own every few weeks. */
  public Image publish(String name, Instant now) {
    String architecture = name.contains("arm64") ? "arm64" : "x86_64";
    String root =
        name.contains("/canonical/") || name.contains("/debian/") ? "/dev/sda1" : "/dev/xvda";
    String id = ids.mint("ami");
    String label = name.substring(name.lastIndexOf('/') + 1) + "-" + id.substring("ami-".length());
    var image = new Image(id, label, architecture, root, now);
    add(image);
    idByName.put(name, id);
    return image;
  }

  public Collection<Image> all() {
    return byId.values();
  }
}
