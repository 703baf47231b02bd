package dev.runnerfleet.provisioner.enrolment;

import org.jspecify.annotations.Nullable;

/**
 * What a machine sends.
 *
 * @param document the instance identity document, to the letter
 * @param signature its RSA-2048 PKCS#7 signature in base64, as the metadata service gives it
 */
record EnrolmentRequest(@Nullable String document, @Nullable String signature) {}
