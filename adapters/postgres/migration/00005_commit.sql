-- The commit of a batch: one call, one transaction. Changes are numbered from
-- 1. a_end cuts the batch into segments in which no case and no command comes
-- twice; segments are done one after the other, so a batch is answered as if
-- its changes had come one by one.
--
-- o_kind: 1 won, 2 replayed, 3 conflict, 4 unknown district, 5 fence lost; one
-- element of each array for each change.
--
-- Each statement sees what was committed before it began, and all that write a
-- district hold its row: what the look reads after the first statement stays
-- so, places of rows included, until the end. That needs read committed.
-- Subqueries with limit 1 keep the planner from turning a join round on tables
-- that were empty when it looked. Arrays are unnested in select lists, which
-- stores no rows in between as it would in from.

-- +goose Up
-- +goose StatementBegin
create function motcua.commit_v1(
    a_end bigint[], a_district bigint[], a_case uuid[], a_expect bigint[], a_command uuid[], a_fence bigint[],
    a_seq bigint[], a_at timestamptz[], a_procedure text[], a_identity bytea[], a_state text[], a_outcome text[],
    a_unit text[], a_role text[], a_officer text[], a_follows uuid[], a_wake timestamptz[], a_codec bigint[], a_doc bytea[],
    e_change bigint[], e_seq bigint[], e_at timestamptz[], e_kind text[], e_register bigint[], e_command uuid[],
    e_digest bytea[], e_hash bytea[], e_bytes bytea[],
    p_change bigint[], p_seq bigint[], p_name text[], p_salt bytea[], p_value bytea[],
    a_now timestamptz,
    out o_kind bigint[], out o_seq bigint[], out o_position bigint[], out o_register bigint[]
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
    kinds bigint[];     -- of the changes of a segment, as below
    seqs bigint[];      -- where their cases stand
    positions bigint[]; -- of the first entries of those that win
    registers bigint[]; -- last positions of their districts' registers
    places tid[];       -- rows of their cases
    homes tid[];        -- rows of their districts
    wins bigint;
    opens bigint;       -- wins that open their case
    moved bigint;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'commit_v1 needs read committed' using errcode = 'MC001';
    end if;
    perform 1 from district d where d.district_id = any (a_district) order by d.district_id for no key update;
    foreach hi in array a_end loop
        -- The look. Replays come before everything else that could be said of a
        -- change. The place in the district's log is given here, under its row.
        select array_agg(r.kind), array_agg(r.seq), array_agg(r.position), array_agg(r.register), array_agg(r.place), array_agg(r.home),
            count(r.n) filter (where r.kind = 1), count(r.n) filter (where r.kind = 1 and r.seq = 0)
        into kinds, seqs, positions, registers, places, homes, wins, opens
        from (
            select q.n, q.kind, q.seq, q.register, q.place, q.home, q.log_size + 1 + coalesce(sum(q.length) filter (where q.kind = 1)
                over (partition by q.district_id order by q.n rows between unbounded preceding and 1 preceding), 0) as position
            from (
                select u.n, u.district_id, u.seq - u.expect as length, coalesce(c.seq, 0) as seq, c.place, d.place as home,
                    coalesce(d.log_size, 0) as log_size, coalesce(d.register_size, 0) as register, case
                        when j.seq is not null then 2
                        when d.fence is null then 4
                        when u.fence not in (0, d.fence) then 5
                        when u.expect <> coalesce(c.seq, 0) or u.n = any (late.changes) then 3
                        else 1 end::bigint as kind
                from (
                    select generate_subscripts(a_district, 1)::bigint as n, unnest(a_district) as district_id, unnest(a_case) as case_id,
                        unnest(a_expect) as expect, unnest(a_seq) as seq, unnest(a_command) as command_id, unnest(a_fence) as fence) u
                cross join (
                    -- Changes with an entry that does not name the last record before it.
                    select array(
                        select e.change
                        from (select unnest(e_change) as change, unnest(e_at) as at, unnest(e_register) as register) e
                        cross join lateral (
                            select d.register_size, d.register_at from district d where d.district_id = a_district[e.change] limit 1) d
                        where e.change between lo and hi and e.register <> case when d.register_at < e.at then d.register_size else coalesce((
                            select r.position from register r where r.district_id = a_district[e.change] and r.at < e.at
                            order by r.at desc, r.position desc limit 1), 0) end) as changes) late
                left join lateral (
                    select k.ctid as place, k.fence, k.log_size, k.register_size from district k where k.district_id = u.district_id limit 1) d on true
                left join lateral (
                    select k.seq from journal k where k.district_id = u.district_id and k.command_id = u.command_id limit 1) j on true
                left join lateral (
                    select k.ctid as place, k.seq from cases k where k.district_id = u.district_id and k.case_id = u.case_id limit 1) c on true
                where u.n between lo and hi) q
            order by q.n) r;

        if opens > 0 then
            insert into cases (district_id, case_id, seq, at, procedure, identity, state, outcome,
                unit, role, officer, follows, wake_at, sweep_at, codec, doc)
            select q.district_id, q.case_id, q.seq, q.at, q.procedure, q.identity, q.state, q.outcome, q.unit, q.role, q.officer,
                q.follows, q.wake, case when q.wake is not null then greatest(q.wake, q.at) end, q.codec, q.doc
            from (
                select generate_subscripts(a_district, 1) as n, unnest(a_district) as district_id, unnest(a_case) as case_id,
                    unnest(a_expect) as expect, unnest(a_seq) as seq, unnest(a_at) as at, unnest(a_procedure) as procedure,
                    unnest(a_identity) as identity, unnest(a_state) as state, unnest(a_outcome) as outcome, unnest(a_unit) as unit,
                    unnest(a_role) as role, unnest(a_officer) as officer, unnest(a_follows) as follows, unnest(a_wake) as wake,
                    unnest(a_codec) as codec, unnest(a_doc) as doc) q
            where q.n between lo and hi and q.expect = 0 and kinds[q.n - lo + 1] = 1;
        end if;

        if wins > 0 then
            with m as (
                update cases c set
                    seq = q.seq, at = q.at, procedure = q.procedure, identity = q.identity, state = q.state, outcome = q.outcome,
                    unit = q.unit, role = q.role, officer = q.officer, follows = q.follows, wake_at = q.wake,
                    sweep_at = case when c.sweep_at > q.at then least(c.sweep_at, q.sweep) else q.sweep end,
                    codec = q.codec, doc = q.doc
                from (
                    select u.n, u.expect, u.seq, u.at, u.procedure, u.identity, u.state, u.outcome, u.unit, u.role, u.officer,
                        u.follows, u.wake, case when u.wake is not null then greatest(u.wake, u.at) end as sweep, u.codec, u.doc
                    from (
                        select generate_subscripts(a_district, 1) as n,
                            unnest(a_expect) as expect, unnest(a_seq) as seq, unnest(a_at) as at, unnest(a_procedure) as procedure,
                            unnest(a_identity) as identity, unnest(a_state) as state, unnest(a_outcome) as outcome, unnest(a_unit) as unit,
                            unnest(a_role) as role, unnest(a_officer) as officer, unnest(a_follows) as follows, unnest(a_wake) as wake,
                            unnest(a_codec) as codec, unnest(a_doc) as doc
                        where wins > opens) u
                    where u.n between lo and hi and kinds[u.n - lo + 1] = 1) q
                where c.ctid = places[q.n - lo + 1] and c.seq = q.expect
                returning q.n),
            j as (
                insert into journal (district_id, case_id, seq, position, at, register, command_id, kind, digest, hash, bytes)
                select a_district[e.change], a_case[e.change], e.seq, positions[e.change - lo + 1] + e.seq - a_expect[e.change] - 1,
                    e.at, e.register, e.command_id, e.kind, e.digest, e.hash, e.bytes
                from (
                    select unnest(e_change) as change, unnest(e_seq) as seq, unnest(e_at) as at, unnest(e_register) as register,
                        unnest(e_command) as command_id, unnest(e_kind) as kind, unnest(e_digest) as digest, unnest(e_hash) as hash,
                        unnest(e_bytes) as bytes) e
                where e.change between lo and hi and kinds[e.change - lo + 1] = 1),
            p as (
                insert into private (district_id, case_id, seq, name, salt, value)
                select a_district[v.change], a_case[v.change], v.seq, v.name, v.salt, v.value
                from (
                    select unnest(p_change) as change, unnest(p_seq) as seq, unnest(p_name) as name, unnest(p_salt) as salt,
                        unnest(p_value) as value) v
                where v.change between lo and hi and kinds[v.change - lo + 1] = 1),
            t as (
                select u.district_id, u.home, max(u.position + u.length - 1) as top, max(u.at) as at
                from (
                    select a_district[x.n] as district_id, homes[x.n - lo + 1] as home, positions[x.n - lo + 1] as position,
                        a_seq[x.n] - a_expect[x.n] as length, a_at[x.n] as at
                    from (select generate_series(lo, hi) as n) x
                    where kinds[x.n - lo + 1] = 1) u
                group by u.district_id, u.home),
            g as (
                update district d set log_size = t.top, last_at = greatest(d.last_at, t.at) from t where d.ctid = t.home),
            h as (
                insert into committed (district_id, position, at) select t.district_id, t.top, a_now from t),
            v as (
                update clock c set now = s.at from (select max(t.at) as at from t) s where c.one = 1 and (c.now is null or c.now < s.at))
            select count(m.n) into moved from m;
            if moved <> wins - opens then
                raise exception '% of % cases stand where they were just seen', moved, wins - opens using errcode = 'MC002';
            end if;
        end if;
        o_kind := o_kind || kinds;
        o_seq := o_seq || seqs;
        o_position := o_position || positions;
        o_register := o_register || registers;
        lo := hi + 1;
    end loop;
end
$$;
-- +goose StatementEnd
