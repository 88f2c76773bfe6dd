-- Districts, their registers, and how far the readers of their logs have come.
-- district_id is computed from the name and leads every key. Instants are
-- timestamptz, cut to microseconds by whoever sends them.

-- +goose Up
create table motcua.district (
    district_id   bigint not null primary key,
    name          text   not null collate "C",
    log_size      bigint not null default 0, -- position of the last entry
    register_size bigint not null default 0, -- position of the last record
    register_at   timestamptz,               -- instant of the last record
    last_at       timestamptz,               -- latest instant of any entry or record
    fence         bigint not null default 0,
    lease_owner   uuid,
    lease_until   timestamptz
) with (fillfactor = 10); -- one row, updated by every commit

create table motcua.register (
    district_id bigint      not null,
    position    bigint      not null,
    at          timestamptz not null,
    kind        text        not null,
    hash        bytea       not null,
    bytes       bytea       not null,
    primary key (district_id, position)
);

create index register_at on motcua.register (district_id, at, position);

create table motcua.reader (
    district_id bigint not null,
    reader      text   not null collate "C",
    position    bigint not null,
    primary key (district_id, reader)
);
