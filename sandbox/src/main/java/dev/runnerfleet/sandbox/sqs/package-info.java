/**
 * What EventBridge puts into a queue about instances, and the queue: SQS, played by ElasticMQ in
 * this process.
 */
@NullMarked
package dev.runnerfleet.sandbox.sqs;

import org.jspecify.annotations.NullMarked;
