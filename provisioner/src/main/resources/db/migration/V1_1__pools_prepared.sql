-- What a pool is launched with and was told of, and whether its machines come to enrol.
alter table pool
  add column instance_types text    not null default '',
  add column image          text,
  add column hourly_price   numeric(12, 6),
  add column boot_failures  integer not null default 0,
  add column boot_stops     integer not null default 0,
  add column probe_at       timestamptz,
  add column probe          text;
-- Pools made ready before have their types found, and their image and price told of.
update pool set template_version = null;

alter table runner
  add column image text;
