/**
 * What crosses a process boundary, and nothing else: identities, the topics, and how a message is
 * written and read. The messages themselves stand in one package per topic.
 */
@NullMarked
package dev.runnerfleet.contracts;

import org.jspecify.annotations.NullMarked;
