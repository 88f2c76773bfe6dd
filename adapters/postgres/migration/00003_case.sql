-- Cases and their journals. A case row is a cache of the fold over its
-- journal, sweep_at aside: the lazy bound of wake_at that sweeps read. The
-- exact wake stands in no index, so that a later one costs none. The indexes
-- beside the key are partial: no look-up by the key alone can be planned over
-- them, which on tables still empty would seem as cheap.

-- +goose Up
create table motcua.cases (
    district_id bigint      not null,
    case_id     uuid        not null,
    seq         bigint      not null,
    at          timestamptz not null,
    procedure   text        not null,
    identity    bytea       not null,
    state       text        not null,
    outcome     text        not null,
    unit        text        not null collate "C",
    role        text        not null,
    officer     text        not null,
    follows     uuid,
    wake_at     timestamptz,
    sweep_at    timestamptz,
    codec       integer     not null,
    doc         bytea       not null,
    primary key (district_id, case_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

create index cases_sweep on motcua.cases (district_id, sweep_at, case_id) where sweep_at is not null;
create index cases_unit on motcua.cases (district_id, unit, case_id) where unit <> '';
create index cases_follows on motcua.cases (district_id, follows, case_id) where follows is not null;

create table motcua.journal (
    district_id bigint      not null,
    case_id     uuid        not null,
    seq         bigint      not null,
    position    bigint      not null,
    at          timestamptz not null,
    register    bigint      not null,
    command_id  uuid,
    kind        text        not null,
    digest      bytea,
    hash        bytea       not null,
    bytes       bytea       not null,
    primary key (district_id, case_id, seq)
) with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- The index on command ids stays: with ids in the order of time (UUID v7) its
-- cost is flat in history. Batches of 64 changes of one entry, at 200,000 and
-- 2,000,000 entries: 1,589 and 1,588 B of WAL a change, 3,630 and 4,981 changes
-- per second with it; 1,468 and 1,410 B, 4,345 and 4,844 per second without it,
-- replays being looked up along their case, on a busy machine. Random ids touch
-- it everywhere: 1,993 B at 200,000. Without it nothing would keep a command
-- unique in its district, nor find it by its id alone. BenchmarkHistory measures
-- it.
create unique index journal_position on motcua.journal (district_id, position);
create unique index journal_command on motcua.journal (district_id, command_id) where command_id is not null;

-- When a commit wrote entries of a district, by the wall clock of the node that
-- wrote them: under the last position it gave. No part of the journal.
create table motcua.committed (
    district_id bigint      not null,
    position    bigint      not null,
    at          timestamptz not null,
    primary key (district_id, position)
);

create table motcua.private (
    district_id bigint not null,
    case_id     uuid   not null,
    seq         bigint not null,
    name        text   not null collate "C",
    salt        bytea  not null,
    value       bytea  not null,
    primary key (district_id, case_id, seq, name)
);
