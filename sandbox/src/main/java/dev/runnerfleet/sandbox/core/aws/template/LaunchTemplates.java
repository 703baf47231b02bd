package dev.runnerfleet.sandbox.core.aws.template;

import dev.runnerfleet.sandbox.core.aws.api.ClientTokens;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All launch templates of the account in the region. */
public final class LaunchTemplates {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9().\\-/_]{3,128}");
  private static final int MAX_USER_DATA_BASE64 = 16_384 * 4 / 3 + 4;

  private record Creation(String name, @Nullable String description, TemplateData data) {}

  private record Addition(TemplateRef template, @Nullable String description, TemplateData data) {}

  private final Ids ids;
  private final Map<String, LaunchTemplate> byId = new LinkedHashMap<>();
  private final Map<String, String> idByName = new HashMap<>();
  private final Map<String, TreeMap<Long, TemplateVersion>> versions = new HashMap<>();
  private final ClientTokens<Creation, TemplateVersion> creations = new ClientTokens<>();
  private final ClientTokens<Addition, TemplateVersion> additions = new ClientTokens<>();

  public LaunchTemplates(Ids ids) {
    this.ids = ids;
  }

  /** Makes a template with its first version, which is the default. */
  public LaunchTemplate create(
      @Nullable String clientToken,
      String name,
      @Nullable String description,
      TemplateData data,
      Map<String, String> tags,
      Instant now) {
    var creation = new Creation(name, description, data);
    var first =
        creations.once(clientToken, creation, now, () -> add(creation, tags, now), version -> {});
    return find(new TemplateRef(first.templateId(), null));
  }

  private TemplateVersion add(Creation creation, Map<String, String> tags, Instant now) {
    String name = creation.name();
    if (!NAME.matcher(name).matches()) {
      throw new Refusal(
          "InvalidLaunchTemplateName.MalformedException",
          "The launch template name '" + name + "' has 3 to 128 letters, digits or ().-/_");
    }
    if (idByName.containsKey(name)) {
      throw new Refusal(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    check(creation.data());
    var checkedTags = Tags.merge(Map.of(), tags);
    String id = ids.mint("lt");
    var first = new TemplateVersion(id, name, 1, creation.description(), creation.data(), now);
    byId.put(id, new LaunchTemplate(id, name, now, 1, 1, checkedTags));
    idByName.put(name, id);
    versions.computeIfAbsent(id, unused -> new TreeMap<>()).put(1L, first);
    return first;
  }

  /** Makes the template's next version; the default stays what it was. */
  public TemplateVersion addVersion(
      @Nullable String clientToken,
      TemplateRef ref,
      @Nullable String description,
      TemplateData data,
      Instant now) {
    var addition = new Addition(ref, description, data);
    return additions.once(clientToken, addition, now, () -> add(addition, now), version -> {});
  }

  private TemplateVersion add(Addition addition, Instant now) {
    LaunchTemplate template = find(addition.template());
    check(addition.data());
    long number = template.latestVersion() + 1;
    var version =
        new TemplateVersion(
            template.id(), template.name(), number, addition.description(), addition.data(), now);
    versionsOf(template).put(number, version);
    byId.put(template.id(), template.withLatestVersion(number));
    return version;
  }

  private static void check(TemplateData data) {
    String userData = data.userData();
    if (userData != null && userData.length() > MAX_USER_DATA_BASE64) {
      throw new Refusal("InvalidUserData.Malformed", "User data is limited to 16384 bytes");
    }
  }

  public LaunchTemplate delete(TemplateRef ref) {
    LaunchTemplate template = find(ref);
    byId.remove(template.id());
    idByName.remove(template.name());
    versions.remove(template.id());
    return template;
  }

  public LaunchTemplate find(TemplateRef ref) {
    String id = ref.id() != null ? ref.id() : idByName.get(ref.name());
    LaunchTemplate template = id == null ? null : byId.get(id);
    if (template != null) {
      return template;
    }
    throw ref.id() != null
        ? new Refusal(
            "InvalidLaunchTemplateId.NotFound",
            "The specified launch template, with template ID " + ref.id() + ", does not exist.")
        : new Refusal(
            "InvalidLaunchTemplateName.NotFoundException",
            "The specified launch template, with template name "
                + ref.name()
                + ", does not exist.");
  }

  public List<LaunchTemplate> all() {
    return List.copyOf(byId.values());
  }

  /** In ascending order. */
  public List<TemplateVersion> versions(TemplateRef ref) {
    return List.copyOf(versionsOf(find(ref)).values());
  }

  /** The latest version of every template, or the default one. */
  public List<TemplateVersion> ofAll(boolean latest) {
    var found = new ArrayList<TemplateVersion>();
    for (LaunchTemplate template : byId.values()) {
      found.add(number(template, latest ? template.latestVersion() : template.defaultVersion()));
    }
    return found;
  }

  /**
   * One version of a template.
   *
   * @param version a number, {@code $Latest}, {@code $Default}, or null for the default
   */
  public TemplateVersion version(TemplateRef ref, @Nullable String version) {
    LaunchTemplate template = find(ref);
    if (version == null || version.equals("$Default")) {
      return number(template, template.defaultVersion());
    }
    if (version.equals("$Latest")) {
      return number(template, template.latestVersion());
    }
    try {
      return number(template, Long.parseLong(version));
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Version", version, "A number, $Latest or $Default.");
    }
  }

  private TemplateVersion number(LaunchTemplate template, long number) {
    TemplateVersion version = versionsOf(template).get(number);
    if (version == null) {
      throw new Refusal(
          "InvalidLaunchTemplateId.VersionNotFound",
          "Could not find the specified version %d for the launch template with ID %s."
              .formatted(number, template.id()));
    }
    return version;
  }

  private Map<Long, TemplateVersion> versionsOf(LaunchTemplate template) {
    return versions.computeIfAbsent(template.id(), unused -> new TreeMap<>());
  }

  public void tag(String id, Map<String, String> tags) {
    LaunchTemplate template = find(new TemplateRef(id, null));
    byId.put(id, template.withTags(Tags.merge(template.tags(), tags)));
  }
}
