package dev.runnerfleet.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record's component is in a message of a writer that did not know it yet. So a component
 * may be added to a contract without a new version of its topic.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface WhenAbsent {

  /** The value, as JSON. */
  String value();
}
