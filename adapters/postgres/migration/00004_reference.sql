-- What belongs to no district: definitions of procedures, the same
-- everywhere, and the virtual clock of a database that has one.

-- +goose Up
create table motcua.definition (
    number    bigint not null unique, -- order of being put
    procedure text   not null,
    version   text   not null,
    identity  bytea  not null,
    wording   bytea  not null,
    source    bytea  not null,
    primary key (identity, wording)
);

-- One row, locked by whoever puts a definition.
create table motcua.catalogue (
    one  integer primary key check (one = 1),
    size bigint  not null
);

insert into motcua.catalogue (one, size) values (1, 0);

create table motcua.clock (
    one integer primary key check (one = 1),
    now timestamptz
);
