-- The commit of a batch: one call, one transaction. Changes are numbered from
-- 1. a_end cuts the batch into segments in which no case and no command comes
-- twice; segments are done one after the other, so a batch is answered as if
-- its changes had come one by one.
--
-- o_kind: 1 won, 2 replayed, 3 conflict, 4 unknown district, 5 fence lost.
--
-- Each statement sees what was committed before it began, and all that write a
-- district hold its row: what is read after the first statement stays so. That
-- needs read committed. Subqueries with limit 1 keep the planner from turning
-- a join round on tables that were empty when it looked.

-- +goose Up
-- +goose StatementBegin
create function motcua.commit_v1(
    a_end bigint[], a_district bigint[], a_case uuid[], a_expect bigint[], a_command uuid[], a_fence bigint[],
    a_seq bigint[], a_at timestamptz[], a_procedure text[], a_identity bytea[], a_state text[], a_outcome text[],
    a_unit text[], a_role text[], a_officer text[], a_follows uuid[], a_wake timestamptz[], a_codec bigint[], a_doc bytea[],
    e_change bigint[], e_seq bigint[], e_at timestamptz[], e_kind text[], e_register bigint[], e_command uuid[],
    e_digest bytea[], e_hash bytea[], e_bytes bytea[],
    p_change bigint[], p_seq bigint[], p_name text[], p_salt bytea[], p_value bytea[],
    a_now timestamptz
) returns table (
    o_change bigint, o_kind integer, o_seq bigint, o_position bigint, o_register bigint,
    f_case uuid, f_seq bigint, f_position bigint, f_at timestamptz, f_kind text, f_register bigint,
    f_command uuid, f_digest bytea, f_hash bytea, f_bytes bytea
) language plpgsql volatile security definer
set search_path = pg_catalog, motcua, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_memoize = off
set jit = off
as $$
declare
    lo bigint := 1;
    hi bigint;
    again bigint[];  -- replays
    late bigint[];   -- entries that do not name the last record before them
    free bigint[];   -- changes that may win if their case stands where they expect it
    moved bigint[];  -- cases that went on
    opened bigint[]; -- cases that were opened
    won bigint[];
    latest timestamptz;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'commit_v1 needs read committed' using errcode = 'MC001';
    end if;
    perform 1 from district d where d.district_id = any (a_district) order by d.district_id for no key update;
    foreach hi in array a_end loop
        -- Replays come before everything else that could be said of a change.
        again := '{}';
        for o_change, o_kind, o_seq, o_position, o_register,
            f_case, f_seq, f_position, f_at, f_kind, f_register, f_command, f_digest, f_hash, f_bytes in
            select u.n, 2, 0, 0, 0, j.case_id, j.seq, j.position, j.at, j.kind, j.register, j.command_id, j.digest, j.hash, j.bytes
            from unnest(a_district, a_command) with ordinality u (district_id, command_id, n)
            cross join lateral (
                select k.case_id, k.seq, k.position, k.at, k.kind, k.register, k.command_id, k.digest, k.hash, k.bytes
                from journal k where k.district_id = u.district_id and k.command_id = u.command_id limit 1) j
            where u.n between lo and hi and u.command_id is not null
        loop
            again := again || o_change;
            return next;
        end loop;

        select coalesce(array_agg(e.change), '{}') into late
        from unnest(e_change, e_at, e_register) e (change, at, register)
        cross join lateral (
            select d.register_size, d.register_at from district d where d.district_id = a_district[e.change] limit 1) d
        where e.change between lo and hi and e.register <> case when d.register_at < e.at then d.register_size else coalesce((
            select r.position from register r where r.district_id = a_district[e.change] and r.at < e.at
            order by r.at desc, r.position desc limit 1), 0) end;

        select coalesce(array_agg(u.n), '{}') into free
        from unnest(a_district, a_fence) with ordinality u (district_id, fence, n)
        cross join lateral (select k.fence from district k where k.district_id = u.district_id limit 1) d
        where u.n between lo and hi and u.fence in (0, d.fence) and u.n <> all (again) and u.n <> all (late);

        with m as (
            update cases c set
                seq = q.seq, at = q.at, procedure = q.procedure, identity = q.identity, state = q.state, outcome = q.outcome,
                unit = q.unit, role = q.role, officer = q.officer, follows = q.follows, wake_at = q.wake,
                sweep_at = case when c.sweep_at > q.at then least(c.sweep_at, q.sweep) else q.sweep end,
                codec = q.codec, doc = q.doc
            from (
                select u.n, u.expect, u.seq, u.at, u.procedure, u.identity, u.state, u.outcome, u.unit, u.role, u.officer,
                    u.follows, u.wake, case when u.wake is not null then greatest(u.wake, u.at) end as sweep, u.codec, u.doc, x.place
                from unnest(a_district, a_case, a_expect, a_seq, a_at, a_procedure, a_identity, a_state, a_outcome,
                        a_unit, a_role, a_officer, a_follows, a_wake, a_codec, a_doc)
                    with ordinality u (district_id, case_id, expect, seq, at, procedure, identity, state, outcome,
                        unit, role, officer, follows, wake, codec, doc, n)
                cross join lateral (
                    select k.ctid as place from cases k
                    where k.district_id = u.district_id and k.case_id = u.case_id and k.seq = u.expect limit 1) x
                where u.expect > 0 and u.n = any (free)) q
            where c.ctid = q.place and c.seq = q.expect
            returning q.n)
        select coalesce(array_agg(m.n), '{}') into moved from m;

        opened := '{}';
        if 0 = any (a_expect) then
            with q as (
                select u.district_id, u.case_id, u.seq, u.at, u.procedure, u.identity, u.state, u.outcome, u.unit, u.role,
                    u.officer, u.follows, u.wake, u.codec, u.doc, u.n
                from unnest(a_district, a_case, a_expect, a_seq, a_at, a_procedure, a_identity, a_state, a_outcome,
                        a_unit, a_role, a_officer, a_follows, a_wake, a_codec, a_doc)
                    with ordinality u (district_id, case_id, expect, seq, at, procedure, identity, state, outcome,
                        unit, role, officer, follows, wake, codec, doc, n)
                where u.expect = 0 and u.n = any (free) and not exists (
                    select from cases k where k.district_id = u.district_id and k.case_id = u.case_id)),
            i as (
                insert into cases (district_id, case_id, seq, at, procedure, identity, state, outcome,
                    unit, role, officer, follows, wake_at, sweep_at, codec, doc)
                select q.district_id, q.case_id, q.seq, q.at, q.procedure, q.identity, q.state, q.outcome,
                    q.unit, q.role, q.officer, q.follows, q.wake,
                    case when q.wake is not null then greatest(q.wake, q.at) end, q.codec, q.doc
                from q)
            select coalesce(array_agg(q.n), '{}') into opened from q;
        end if;

        won := moved || opened;
        if cardinality(won) > 0 then
            -- The place in the district's log is given here, under its row.
            return query
            with w as (
                select e.change, d.district_id, e.seq, e.at, e.kind, e.register, e.command_id, e.digest, e.hash, e.bytes,
                    d.log_size + row_number() over (partition by d.district_id order by e.place) as position
                from unnest(e_change, e_seq, e_at, e_kind, e_register, e_command, e_digest, e_hash, e_bytes)
                    with ordinality e (change, seq, at, kind, register, command_id, digest, hash, bytes, place)
                cross join lateral (
                    select k.district_id, k.log_size from district k where k.district_id = a_district[e.change] limit 1) d
                where e.change between lo and hi and (cardinality(won) = hi - lo + 1 or e.change = any (won))),
            j as (
                insert into journal (district_id, case_id, seq, position, at, register, command_id, kind, digest, hash, bytes)
                select w.district_id, a_case[w.change], w.seq, w.position, w.at, w.register, w.command_id, w.kind, w.digest, w.hash, w.bytes
                from w),
            t as (
                select w.district_id, max(w.position) as top, max(w.at) as at from w group by w.district_id),
            g as (
                update district d set log_size = s.top, last_at = greatest(d.last_at, s.at)
                from (
                    select t.top, t.at, x.place from t
                    cross join lateral (select k.ctid as place from district k where k.district_id = t.district_id limit 1) x) s
                where d.ctid = s.place),
            h as (
                insert into committed (district_id, position, at) select t.district_id, t.top, a_now from t)
            select w.change, 1, max(w.seq), min(w.position), 0::bigint, null::uuid, null::bigint, null::bigint, null::timestamptz,
                null::text, null::bigint, null::uuid, null::bytea, null::bytea, null::bytea
            from w group by w.change;

            insert into private (district_id, case_id, seq, name, salt, value)
            select a_district[p.change], a_case[p.change], p.seq, p.name, p.salt, p.value
            from unnest(p_change, p_seq, p_name, p_salt, p_value) p (change, seq, name, salt, value)
            where p.change between lo and hi and p.change = any (won);

            select greatest(latest, max(u.at)) into latest
            from unnest(a_at) with ordinality u (at, n) where u.n = any (won);
        end if;

        if cardinality(won) + cardinality(again) < hi - lo + 1 then
            return query
            select u.n, case when d.district_id is null then 4 when u.fence not in (0, d.fence) then 5 else 3 end,
                coalesce(c.seq, 0), 0::bigint, coalesce(d.register_size, 0), null::uuid, null::bigint, null::bigint, null::timestamptz,
                null::text, null::bigint, null::uuid, null::bytea, null::bytea, null::bytea
            from unnest(a_district, a_case, a_fence) with ordinality u (district_id, case_id, fence, n)
            left join lateral (
                select k.district_id, k.fence, k.register_size from district k where k.district_id = u.district_id limit 1) d on true
            left join lateral (
                select k.seq from cases k where k.district_id = u.district_id and k.case_id = u.case_id limit 1) c on true
            where u.n between lo and hi and u.n <> all (won) and u.n <> all (again);
        end if;
        lo := hi + 1;
    end loop;
    if latest is not null then
        update clock c set now = latest where c.one = 1 and (c.now is null or c.now < latest);
    end if;
end
$$;
-- +goose StatementEnd
