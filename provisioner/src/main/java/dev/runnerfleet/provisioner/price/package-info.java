/** What a machine costs an hour: spot prices as AWS last told, on-demand prices from a table. */
@NullMarked
package dev.runnerfleet.provisioner.price;

import org.jspecify.annotations.NullMarked;
