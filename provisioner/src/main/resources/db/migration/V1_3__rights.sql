-- When a pool that our rights in AWS stop is tried again.
alter table pool add column look_again_at timestamptz;
update pool set look_again_at = now()
  where problem like 'Unauthorized%' or problem like 'AuthFailure%'
    or problem like 'OptInRequired%' or problem like 'Blocked%';
