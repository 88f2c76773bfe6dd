-- What belongs to no district: definitions of procedures, the same
-- everywhere, and the virtual clock of a database that has one.

-- +goose Up
CREATE TABLE definition (
    number    INTEGER PRIMARY KEY,
    procedure TEXT NOT NULL,
    version   TEXT NOT NULL,
    identity  BLOB NOT NULL,
    wording   BLOB NOT NULL,
    source    BLOB NOT NULL,
    UNIQUE (identity, wording)
) STRICT;

CREATE TABLE clock (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    now INTEGER
) STRICT;
