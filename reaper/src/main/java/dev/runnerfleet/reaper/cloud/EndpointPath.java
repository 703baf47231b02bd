package dev.runnerfleet.reaper.cloud;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Puts back the path of an overridden endpoint, which the SDK drops for EC2's query protocol. */
final class EndpointPath implements ExecutionInterceptor {

  private final String path;

  EndpointPath(String path) {
    this.path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest request = context.httpRequest();
    return path.isEmpty() || request.encodedPath().startsWith(path)
        ? request
        : request.toBuilder().encodedPath(path + request.encodedPath()).build();
  }
}
