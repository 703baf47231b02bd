/** What is decided, what is not, and why: the closed set of reasons with a sentence for each. */
@NullMarked
package dev.runnerfleet.scaler.core.decision;

import org.jspecify.annotations.NullMarked;
