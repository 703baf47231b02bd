package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.roster.Visibility;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.ForgeSettings;
import dev.runnerfleet.sandbox.world.WorldClock;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/**
 * Plays a file of requests to a world of its own and writes down the answers. Lines of the file: a
 * comment ({@code #}); something that happens to the world ({@code !}); a request's parameters as
 * they go over the wire, one a line ({@code >}); and what was answered. In a request, {@code
 * ${element}} is the text of the last such element that was answered, and {@code ${7 bytes}} the
 * base64 of that many.
 */
final class Conversation {
  private static final Pattern SAID = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern BYTES = Pattern.compile("\\$\\{(\\d+) bytes}");
  private static final Pattern ELEMENT = Pattern.compile("<(\\w+)>([^<>]+)</");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, String> said = new HashMap<>();
  private final World world;
  private final Ec2Api api;
  private Instant now = START;

  Conversation() {
    var settings = new CloudSettings("123456789012", "us-east-1", Duration.ofSeconds(5), 1);
    this.world =
        new World(
            new Cloud(settings, systemId -> false), new Forge(new ForgeSettings(1, 1)), START);
    this.api =
        new Ec2Api(
            new WorldClock(world, new Now(), effect -> {}),
            "123456789012",
            () -> "00000000-0000-4000-8000-000000000000");
  }

  /** The file again, with the answers that it gets. */
  String play(List<String> lines) {
    var played = new StringBuilder();
    var request = new ArrayList<String>();
    for (String line : lines) {
      if (!line.startsWith(">") && !request.isEmpty()) {
        answer(request, played);
        request.clear();
      }
      if (line.startsWith("#")) {
        played.append('\n').append(line).append('\n');
      } else if (line.startsWith("!")) {
        happen(line.substring(1).strip().split(" ", -1));
        played.append(line).append('\n');
      } else if (line.startsWith(">")) {
        request.add(line.substring(1).strip());
        played.append(line).append('\n');
      }
    }
    if (!request.isEmpty()) {
      answer(request, played);
    }
    return played.toString().strip() + "\n";
  }

  private void answer(List<String> request, StringBuilder played) {
    String form = SAID.matcher(String.join("&", request)).replaceAll(this::recall);
    form = BYTES.matcher(form).replaceAll(Conversation::base64);
    Ec2Api.Answer answer = api.answer(form);
    Matcher elements = ELEMENT.matcher(answer.document());
    var first = new HashMap<String, String>();
    while (elements.find()) {
      first.putIfAbsent(elements.group(1), elements.group(2));
    }
    said.putAll(first);
    played.append("< ").append(answer.status()).append('\n').append(pretty(answer.document()));
  }

  private String recall(MatchResult name) {
    String text = said.get(name.group(1));
    if (text == null) {
      throw new AssertionError("nothing was answered as " + name.group());
    }
    return Matcher.quoteReplacement(text);
  }

  private static String base64(MatchResult count) {
    var bytes = new byte[Integer.parseInt(count.group(1))];
    return URLEncoder.encode(Base64.getEncoder().encodeToString(bytes), StandardCharsets.UTF_8);
  }

  private void happen(String[] words) {
    Cloud cloud = world.cloud();
    switch (words[0]) {
      case "pass" -> now = now.plus(Duration.parse(words[1]));
      case "capacity" -> cloud.capacity().limit(offering(words), Integer.parseInt(words[4]));
      case "quota" -> cloud.quotas().limit(Market.valueOf(words[1]), Integer.parseInt(words[2]));
      case "hide" ->
          cloud.instances().show(new Visibility(Duration.parse(words[1]), Duration.ofHours(1)));
      case "publish" -> cloud.images().publish(words[1], now);
      case "bucket" -> cloud.limits().resize(words[1], Double.parseDouble(words[2]), 0.001);
      default -> throw new AssertionError("nothing happens as " + words[0]);
    }
  }

  private Offering offering(String[] words) {
    var catalogue = world.cloud().catalogue();
    var zone =
        catalogue.zones().stream().filter(z -> z.name().equals(words[2])).findFirst().orElseThrow();
    return new Offering(catalogue.type(words[1]).orElseThrow(), zone, Market.valueOf(words[3]));
  }

  private static String pretty(String document) {
    try {
      var transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "1");
      var pretty = new StringWriter();
      transformer.transform(new StreamSource(new StringReader(document)), new StreamResult(pretty));
      return pretty.toString().replace("\r", "");
    } catch (TransformerException e) {
      throw new AssertionError("not XML: " + document, e);
    }
  }

  private final class Now extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
