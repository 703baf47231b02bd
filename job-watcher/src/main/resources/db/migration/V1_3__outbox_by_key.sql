-- A repeated webhook is answered only when what was told of its jobs before is in Kafka.
create index outbox_message_key on outbox (message_key);
