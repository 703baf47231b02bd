-- When a bucket's share was last halved: calls sent before tell nothing new.
alter table bucket add column halved_at timestamptz not null default 'epoch';

-- On probation once its time is over: so many machines may be asked of it, by one call at a time.
alter table unavailable_offering add column budget integer not null default 1;
alter table unavailable_offering add column probed_until timestamptz not null default 'epoch';

-- Whether a pool should trust spot.
create table spot_breaker (
  pool        text primary key,
  recent      text not null,
  opened_at   timestamptz,
  tried_until timestamptz
);

-- The only market that will do, where a job asks for one; recalls of what was called already.
alter table runner add column wanted_market text;
alter table runner add column recalled boolean not null default false;
alter table runner add column waited_seconds double precision not null default 0;

-- All that AWS sees of a call is kept, because a call with the same token must say the same.
alter table launch add column tags text not null default '{}';
alter table launch add column max_price numeric(12, 6);
alter table launch add column waited_seconds double precision not null default 0;
