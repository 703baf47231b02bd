/**
 * What every REST interface of Runnerfleet shares: errors as problem details (RFC 9457) that say
 * what to mend, and the bearer tokens that let a caller in.
 */
@NullMarked
package dev.runnerfleet.edge;

import org.jspecify.annotations.NullMarked;
