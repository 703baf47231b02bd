/** What the other services tell: demand events and runner events, each batch one transaction. */
@NullMarked
package dev.runnerfleet.scaler.intake;

import org.jspecify.annotations.NullMarked;
