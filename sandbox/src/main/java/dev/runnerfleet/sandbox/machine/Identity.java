package dev.runnerfleet.sandbox.machine;

/** What a machine reads of itself: where to enrol, and the proof of who it is. */
record Identity(String enrolmentUrl, String document, String signature) {}
