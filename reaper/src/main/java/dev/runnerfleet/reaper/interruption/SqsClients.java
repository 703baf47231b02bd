package dev.runnerfleet.reaper.interruption;

import dev.runnerfleet.reaper.ReaperConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** One SQS client for each region. */
@ApplicationScoped
class SqsClients {

  /** A long poll takes twenty seconds. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Optional<URI> endpoint;
  private final SdkAsyncHttpClient http;
  private final Map<String, SqsAsyncClient> byRegion = new ConcurrentHashMap<>();

  SqsClients(ReaperConfig config) {
    this.endpoint = config.sqs().endpoint();
    this.http =
        NettyNioAsyncHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(2))
            .readTimeout(ANSWER)
            .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1))
            .build();
  }

  SqsAsyncClient in(String region) {
    return byRegion.computeIfAbsent(region, this::client);
  }

  private SqsAsyncClient client(String region) {
    Executor sameThread = Runnable::run;
    var builder =
        SqsAsyncClient.builder()
            .region(Region.of(region))
            .httpClient(http)
            .asyncConfiguration(
                async ->
                    async.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, sameThread))
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ANSWER)
                        .apiCallTimeout(ANSWER));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @PreDestroy
  void close() {
    byRegion.values().forEach(SqsAsyncClient::close);
    http.close();
  }
}
