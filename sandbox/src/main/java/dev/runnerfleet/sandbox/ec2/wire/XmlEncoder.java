package dev.runnerfleet.sandbox.ec2.wire;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/** Writes replies and refusals as EC2's XML documents. */
public final class XmlEncoder {
  private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder xml = new StringBuilder(DECLARATION);

  private XmlEncoder() {}

  public static String reply(String action, String requestId, SdkPojo reply) {
    var encoder = new XmlEncoder();
    encoder
        .xml
        .append('<')
        .append(action)
        .append("Response xmlns=\"")
        .append(NAMESPACE)
        .append("\">");
    encoder.element("requestId", requestId);
    encoder.fields(reply);
    encoder.xml.append("</").append(action).append("Response>");
    return encoder.xml.toString();
  }

  public static String refusal(Refusal refusal, String requestId) {
    var encoder = new XmlEncoder();
    encoder.xml.append("<Response><Errors><Error>");
    encoder.element("Code", refusal.code());
    encoder.element("Message", refusal.message());
    encoder.xml.append("</Error></Errors>");
    encoder.element("RequestID", requestId);
    encoder.xml.append("</Response>");
    return encoder.xml.toString();
  }

  private void fields(SdkPojo pojo) {
    for (Outline.Element element : Outline.of(pojo).elements()) {
      Object value = element.field().getValueOrDefault(pojo);
      if (value != null) {
        write(element, value);
      }
    }
  }

  /**
   * Lists that nobody set are left out; empty ones are written as AWS does, as an empty element.
   */
  private void write(Outline.Element element, Object value) {
    Outline.Tags member = element.member();
    if (member == null) {
      write(element.tags(), value);
    } else if (!(value instanceof SdkAutoConstructList)) {
      xml.append(element.tags().open());
      for (Object each : (List<?>) value) {
        write(member, each);
      }
      xml.append(element.tags().close());
    }
  }

  private void element(String name, String text) {
    write(Outline.Tags.of(name), text);
  }

  private void write(Outline.Tags tags, Object value) {
    xml.append(tags.open());
    switch (value) {
      case String text -> escape(text);
      case SdkPojo pojo -> fields(pojo);
      case Instant instant -> xml.append(TIME.format(instant));
      case SdkBytes bytes -> escape(bytes.asUtf8String());
      default -> escape(value.toString());
    }
    xml.append(tags.close());
  }

  /** Most texts need nothing, and a page of a thousand instances holds fifty thousand of them. */
  private void escape(String text) {
    if (isPlain(text)) {
      xml.append(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '"' -> xml.append("&quot;");
        case '\r' -> xml.append("&#13;");
        // XML 1.0 cannot carry other control characters at all, not even escaped.
        default -> xml.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= '>' && (c < ' ' || c == '<' || c == '>' || c == '&' || c == '"')) {
        return false;
      }
    }
    return true;
  }
}
