package dev.runnerfleet.sandbox.core.effect;

/**
 * Something the world wants done outside of itself: a machine to start working, a webhook to be
 * sent. The shell fires each as a CDI event, so an observer names the record it carries out.
 */
public interface Effect {}
