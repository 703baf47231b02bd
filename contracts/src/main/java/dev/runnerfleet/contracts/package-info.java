/**
 * What crosses a process boundary, and nothing else: here the identities that messages carry; the
 * messages themselves stand in one package per topic.
 */
@NullMarked
package dev.runnerfleet.contracts;

import org.jspecify.annotations.NullMarked;
