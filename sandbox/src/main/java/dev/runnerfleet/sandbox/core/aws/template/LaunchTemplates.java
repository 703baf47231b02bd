package dev.runnerfleet.sandbox.core.aws.template;

import dev.runnerfleet.sandbox.core.aws.api.ClientTokens;
import dev.runnerfleet.sandbox.core.aws.api.Ids;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.api.Tagged;
import dev.runnerfleet.sandbox.core.aws.api.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All launch templates of the account in the region. */
public final class LaunchTemplates implements Tagged {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9().\\-/_]{3,128}");
  private static final int MAX_USER_DATA = 16_384;
  private static final int MAX_USER_DATA_BASE64 = MAX_USER_DATA * 2;
  private static final int MAX_VERSIONS = 10_000;
  private static final int MAX_DELETED_AT_ONCE = 200;

  private record Creation(String name, @Nullable String description, TemplateData data) {}

  private record Addition(TemplateRef template, @Nullable String description, TemplateData data) {}

  private final Ids ids;
  private final Map<String, LaunchTemplate> byId = new LinkedHashMap<>();
  private final Map<String, String> idByName = new HashMap<>();
  private final VersionLog versions = new VersionLog();
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
    var checkedTags = Tags.check(tags);
    String id = ids.mint("lt");
    byId.put(id, new LaunchTemplate(id, name, now, 1, 1, checkedTags));
    idByName.put(name, id);
    return versions.add(id, name, creation.description(), creation.data(), now);
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
    if (versions.all(template.id()).size() >= MAX_VERSIONS) {
      throw new Refusal(
          "VersionLimitExceeded", "The launch template has " + MAX_VERSIONS + " versions already.");
    }
    var version =
        versions.add(template.id(), template.name(), addition.description(), addition.data(), now);
    byId.put(template.id(), template.withLatestVersion(version.number()));
    return version;
  }

  /**
   * Looks at what can be seen to be wrong without a launch; most of a template shows only then.
   *
   * @throws Refusal InvalidUserData.Malformed
   */
  public static void check(TemplateData data) {
    String userData = data.userData();
    if (userData == null) {
      return;
    }
    if (userData.length() > MAX_USER_DATA_BASE64) {
      throw new Refusal("InvalidUserData.Malformed", "User data is limited to 16384 bytes");
    }
    try {
      if (Base64.getMimeDecoder().decode(userData).length > MAX_USER_DATA) {
        throw new Refusal("InvalidUserData.Malformed", "User data is limited to 16384 bytes");
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
    }
  }

  /** Makes a version the default. */
  public LaunchTemplate setDefault(TemplateRef ref, String version) {
    LaunchTemplate template = find(ref);
    var changed = template.withDefaultVersion(version(ref, version).number());
    byId.put(template.id(), changed);
    return changed;
  }

  /** Deletes the versions that can be deleted, and says so of each. */
  public List<VersionDeletion> deleteVersions(TemplateRef ref, List<String> numbers) {
    LaunchTemplate template = find(ref);
    if (numbers.size() > MAX_DELETED_AT_ONCE) {
      throw Refusal.invalid(
          "LaunchTemplateVersion", numbers.size() + " versions", "At most 200 at a time.");
    }
    var parsed = numbers.stream().map(LaunchTemplates::number).toList();
    return parsed.stream().map(number -> deleteVersion(template, number)).toList();
  }

  private VersionDeletion deleteVersion(LaunchTemplate template, long number) {
    if (!versions.has(template.id(), number)) {
      return new VersionDeletion(
          template,
          number,
          "launchTemplateVersionDoesNotExist",
          "The specified version does not exist.");
    }
    if (number == template.defaultVersion()) {
      return new VersionDeletion(
          template, number, "unexpectedError", "The default version cannot be deleted.");
    }
    long latest = versions.delete(template.id(), number);
    byId.put(template.id(), template.withLatestVersion(latest));
    return new VersionDeletion(template, number, null, "");
  }

  public LaunchTemplate delete(TemplateRef ref) {
    LaunchTemplate template = find(ref);
    byId.remove(template.id());
    idByName.remove(template.name());
    versions.forget(template.id());
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
    return versions.all(find(ref).id());
  }

  /** The latest version of every template, or the default one. */
  public List<TemplateVersion> ofAll(boolean latest) {
    var found = new ArrayList<TemplateVersion>();
    for (LaunchTemplate template : byId.values()) {
      found.add(
          versions.require(
              template.id(), latest ? template.latestVersion() : template.defaultVersion()));
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
      return versions.require(template.id(), template.defaultVersion());
    }
    if (version.equals("$Latest")) {
      return versions.require(template.id(), template.latestVersion());
    }
    return versions.require(template.id(), number(version));
  }

  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Version", version, "A number, $Latest or $Default.");
    }
  }

  @Override
  public Collection<String> ids() {
    return List.copyOf(byId.keySet());
  }

  @Override
  public Map<String, String> tags(String id) {
    return find(new TemplateRef(id, null)).tags();
  }

  @Override
  public void retag(String id, Map<String, String> tags) {
    byId.put(id, find(new TemplateRef(id, null)).withTags(tags));
  }
}
