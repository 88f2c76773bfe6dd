-- Districts, their registers, and how far the readers of their logs have come.
-- Instants are microseconds since 1970, UTC. district_id leads every key.
-- The application id is "mtcu": it tells our files from other programs'.

-- +goose Up
PRAGMA application_id = 0x6d746375;

CREATE TABLE district (
    district_id   INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    log_size      INTEGER NOT NULL DEFAULT 0, -- position of the last entry
    register_size INTEGER NOT NULL DEFAULT 0, -- position of the last record
    register_at   INTEGER,                    -- instant of the last record
    last_at       INTEGER,                    -- latest instant of any entry or record
    fence         INTEGER NOT NULL DEFAULT 0,
    lease_owner   BLOB,
    lease_until   INTEGER
) STRICT;

CREATE TABLE register (
    district_id INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    hash        BLOB    NOT NULL,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (district_id, position)
) STRICT;

CREATE TABLE reader (
    district_id INTEGER NOT NULL,
    reader      TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    PRIMARY KEY (district_id, reader)
) STRICT, WITHOUT ROWID;
