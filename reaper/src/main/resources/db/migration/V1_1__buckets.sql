-- What the reaper has drawn on AWS's token buckets.
create table bucket (
  id         text             primary key,
  capacity   double precision not null,
  per_second double precision not null,
  share      double precision not null,
  tokens     double precision not null,
  at         timestamptz      not null,
  halved_at  timestamptz      not null
);
