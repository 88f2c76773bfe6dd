-- Cases and their journals. A case row is a cache of the fold over its
-- journal, sweep_at aside: the lazy bound of wake_at that sweeps read.
-- The instant of a commit stands in a table of its own, one row per district
-- and commit, under the last position it gave.

-- +goose Up
CREATE TABLE cases (
    district_id INTEGER NOT NULL,
    case_id     BLOB    NOT NULL,
    seq         INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    procedure   TEXT    NOT NULL,
    identity    BLOB    NOT NULL,
    state       TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    officer     TEXT    NOT NULL,
    follows     BLOB,
    wake_at     INTEGER,
    sweep_at    INTEGER,
    codec       INTEGER NOT NULL,
    doc         BLOB    NOT NULL,
    PRIMARY KEY (district_id, case_id)
) STRICT;

CREATE INDEX cases_sweep ON cases (district_id, sweep_at, case_id) WHERE sweep_at IS NOT NULL;
CREATE INDEX cases_unit ON cases (district_id, unit, case_id);
CREATE INDEX cases_follows ON cases (district_id, follows, case_id) WHERE follows IS NOT NULL;

CREATE TABLE journal (
    district_id INTEGER NOT NULL,
    case_id     BLOB    NOT NULL,
    seq         INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    register    INTEGER NOT NULL,
    command_id  BLOB,
    digest      BLOB,
    hash        BLOB    NOT NULL,
    bytes       BLOB    NOT NULL,
    PRIMARY KEY (district_id, case_id, seq)
) STRICT;

CREATE UNIQUE INDEX journal_position ON journal (district_id, position);
CREATE UNIQUE INDEX journal_command ON journal (district_id, command_id) WHERE command_id IS NOT NULL;

CREATE TABLE private (
    district_id INTEGER NOT NULL,
    case_id     BLOB    NOT NULL,
    seq         INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    salt        BLOB,
    value       BLOB,
    PRIMARY KEY (district_id, case_id, seq, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE committed (
    district_id INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (district_id, position)
) STRICT, WITHOUT ROWID;
