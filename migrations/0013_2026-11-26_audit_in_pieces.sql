-- Checks the chain a piece at a time, so that no statement grows with the trail.
-- after: number of the last event that was checked, 0 at first. checked_to is null behind the end; fault is the first event whose hash does not fit.
create function kp_audit_check(after bigint, most integer, out checked_to bigint, out fault bigint)
    language sql stable security definer set search_path = public
as $$
    select max(id), min(id) filter (where hash <> expected) from
        (select e.id, e.hash, kp_audit_hash(
                    lag(e.hash, 1, (select before.hash from audit_events before where before.id <= after order by before.id desc limit 1)) over (order by e.id), e) as expected
         from audit_events e
         where e.id > after and e.id <= (select max(id) from (select id from audit_events where id > after order by id limit most) piece)) chain
$$;
revoke execute on function kp_audit_check from public;
grant execute on function kp_audit_check to kp_app;
drop function kp_audit_first_fault();

-- A program asks whether the schema is its own.
grant select on schema_versions to kp_app;
