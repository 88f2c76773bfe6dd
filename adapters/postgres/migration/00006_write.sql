-- Every other write. Whoever writes a district's tables holds its row first.

-- +goose Up
-- +goose StatementBegin
create function motcua.lock_v1(a_district bigint[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
begin
    perform 1 from district d where d.district_id = any (a_district) order by d.district_id for no key update;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- o_kind: 1 appended, 2 not at a_expect but at o_size, 3 before o_at, 4 the name of another district.
create function motcua.append_v1(
    a_district bigint, a_name text, a_expect bigint, a_at timestamptz[], a_kind text[], a_hash bytea[], a_bytes bytea[]
) returns table (o_kind integer, o_size bigint, o_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
declare
    d record;
    back timestamptz; -- what a record that runs backwards follows
begin
    select k.name, k.register_size, k.last_at into d from district k where k.district_id = a_district for no key update;
    if not found and a_expect > 0 then
        return query select 2, 0::bigint, null::timestamptz;
        return;
    end if;
    select a_at[u.n - 1] into back
    from unnest(a_at) with ordinality u (at, n) where u.n > 1 and u.at < a_at[u.n - 1] order by u.n limit 1;
    if d is null and back is null then
        insert into district (district_id, name) values (a_district, a_name) on conflict do nothing;
        select k.name, k.register_size, k.last_at into d from district k where k.district_id = a_district for no key update;
    end if;
    if d.name <> a_name then
        return query select 4, 0::bigint, null::timestamptz;
    elsif d.register_size <> a_expect then
        return query select 2, d.register_size, null::timestamptz;
    elsif a_at[1] < d.last_at then
        return query select 3, 0::bigint, d.last_at;
    elsif back is not null then
        return query select 3, 0::bigint, back;
    else
        insert into register (district_id, position, at, kind, hash, bytes)
        select a_district, a_expect + u.n, u.at, u.kind, u.hash, u.bytes
        from unnest(a_at, a_kind, a_hash, a_bytes) with ordinality u (at, kind, hash, bytes, n);
        back := a_at[cardinality(a_at)];
        update district k set register_size = a_expect + cardinality(a_at), register_at = back, last_at = back
        where k.district_id = a_district;
        update clock c set now = back where c.one = 1 and (c.now is null or c.now < back);
        return query select 1, a_expect + cardinality(a_at), back;
    end if;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- 1 moved, 2 not at a_from, 4 unknown district.
create function motcua.cursor_v1(a_district bigint, a_reader text, a_from bigint, a_to bigint) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
begin
    perform 1 from district d where d.district_id = a_district for no key update;
    if not found then
        return 4;
    end if;
    if a_from = 0 then
        insert into reader (district_id, reader, position) values (a_district, a_reader, a_to) on conflict do nothing;
    else
        update reader r set position = a_to where r.district_id = a_district and r.reader = a_reader and r.position = a_from;
    end if;
    return case when found then 1 else 2 end;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- The fence; 0 while another owner holds the lease, -1 in an unknown district.
-- a_life is in microseconds, by the clock of this server.
create function motcua.lease_v1(a_district bigint, a_owner uuid, a_life bigint) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
declare
    d record;
    now timestamptz;
begin
    select k.fence, k.lease_owner, k.lease_until into d from district k where k.district_id = a_district;
    if d.lease_owner <> a_owner and clock_timestamp() < d.lease_until then
        return 0; -- whoever only looks locks nothing, and writes nothing
    end if;
    select k.fence, k.lease_owner, k.lease_until into d from district k where k.district_id = a_district for no key update;
    if not found then
        return -1;
    end if;
    now := clock_timestamp(); -- after the wait for the row
    if d.lease_owner is distinct from a_owner then
        if now < d.lease_until then
            return 0;
        end if;
        d.fence := d.fence + 1;
    end if;
    update district k set fence = d.fence, lease_owner = a_owner, lease_until = now + a_life * interval '1 microsecond'
    where k.district_id = a_district;
    return d.fence;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Moves the sweep bound of cases to their wakes, unless a case has changed.
create function motcua.sweep_v1(a_district bigint, a_case uuid[], a_seq bigint[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_memoize = off
set jit = off
as $$
begin
    perform 1 from district d where d.district_id = a_district for no key update;
    update cases c set sweep_at = case when c.wake_at is not null then greatest(c.wake_at, c.at) end
    from (
        select x.place from unnest(a_case, a_seq) u (case_id, seq)
        cross join lateral (
            select k.ctid as place from cases k where k.district_id = a_district and k.case_id = u.case_id and k.seq = u.seq limit 1) x) q
    where c.ctid = q.place;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Removes the values of these names, or all if there is none, and counts them.
create function motcua.erase_v1(a_district bigint, a_case uuid, a_name text[]) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
declare
    erased bigint;
begin
    perform 1 from district d where d.district_id = a_district for no key update;
    delete from private p where p.district_id = a_district and p.case_id = a_case
        and (cardinality(a_name) = 0 or p.name = any (a_name));
    get diagnostics erased = row_count;
    return erased;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function motcua.define_v1(a_procedure text, a_version text, a_identity bytea, a_wording bytea, a_source bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
declare
    last bigint;
begin
    select c.size into strict last from catalogue c where c.one = 1 for no key update;
    insert into definition (number, procedure, version, identity, wording, source)
    values (last + 1, a_procedure, a_version, a_identity, a_wording, a_source) on conflict (identity, wording) do nothing;
    if found then
        update catalogue c set size = last + 1 where c.one = 1;
    end if;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Moves a virtual clock forward; false where there is none.
create function motcua.advance_v1(a_to timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
begin
    update clock c set now = a_to where c.one = 1 and (c.now is null or c.now < a_to);
    return exists (select from clock c where c.one = 1);
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Gives a database that has no district a virtual clock; false where a
-- district lives in real time already.
create function motcua.virtual_v1() returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, motcua, pg_temp set enable_seqscan = off set jit = off as $$
begin
    perform 1 from catalogue c where c.one = 1 for update;
    if exists (select from clock c where c.one = 1) then
        return true;
    end if;
    if exists (select d.district_id from district d limit 1) then
        return false;
    end if;
    insert into clock (one) values (1);
    return true;
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- What keeps dead rows from being removed, the oldest of each kind: since when,
-- or, of what bears no instant, the transaction it holds on to. It says no more
-- than that of other users' sessions, of which the application sees nothing by
-- itself; nor does the owner unless it may read all statistics (o_seen).
create function motcua.health_v1() returns table (o_what text, o_since timestamptz, o_holds text, o_now timestamptz, o_seen boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    select w.what, w.since, w.holds, clock_timestamp(), pg_has_role(current_user, 'pg_read_all_stats', 'usage')
    from (
        (select 'session' as what, a.xact_start as since, '' as holds from pg_stat_activity a
            where a.datname = current_database() and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
            and (a.backend_xmin is not null or a.backend_xid is not null) and a.xact_start is not null order by a.xact_start limit 1)
        union all
        (select 'prepared transaction', x.prepared, '' from pg_prepared_xacts x where x.database = current_database() order by x.prepared limit 1)
        union all
        select 'replication slot ' || s.slot_name, null, coalesce(s.xmin, s.catalog_xmin)::text from pg_replication_slots s
            where s.xmin is not null or s.catalog_xmin is not null
        union all
        select 'standby ' || a.application_name, null, a.backend_xmin::text from pg_stat_activity a
            where a.backend_type = 'walsender' and a.backend_xmin is not null
        union all
        select '', null, '') w
$$;
-- +goose StatementEnd
