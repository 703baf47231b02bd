-- What all pools together must keep to: one row, or none where nobody set it.
create table fleet (
  id        boolean primary key default true check (id),
  revision  integer not null,
  limits    text not null,
  -- What the pool file said when it was last taken over; null for limits set over REST.
  file_limits text
);
