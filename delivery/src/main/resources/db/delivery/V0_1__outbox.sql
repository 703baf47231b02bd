create table outbox (
  id          uuid primary key,
  topic       text not null,
  message_key text not null,
  type        text not null,
  payload     text,
  created_at  timestamptz not null
);
create index outbox_created_at on outbox (created_at);
