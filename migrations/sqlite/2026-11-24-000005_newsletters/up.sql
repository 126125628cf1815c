-- What leaves with a newsletter and what comes back: links to unsubscribe, and refusals that outlive whoever said them.

-- One for each e-mail address of a person. It knows its person and is bound to none: a link in a mail that was sent works
-- for ever, also when the person is erased and the token can be read no more.
CREATE TABLE unsubscribe_links (
    id BIGINT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    person_id BIGINT NOT NULL,
    blind BLOB NOT NULL,
    token BLOB NOT NULL,
    made_at TIMESTAMP NOT NULL,
    UNIQUE (person_id, blind)
);

-- What was refused at an address by whoever reads it, by its keyed hash. Lines are added, and never go.
CREATE TABLE suppressions (
    id BIGINT PRIMARY KEY,
    blind BLOB NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'fax', 'post')),
    act TEXT NOT NULL CHECK (act IN ('withdrawn', 'objected')),
    source TEXT NOT NULL,
    happened_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (blind, purpose, channel, act, happened_on)
);

-- A list is ordered, and taken once within a day. Who was in it is remembered beyond their erasure, with the keyed hash of
-- the address: whoever took the file still has them. SQLite widens no CHECK, so both tables move.
CREATE TABLE export_people_kept AS SELECT export_id, person_id FROM export_people;
DROP TABLE export_people;
CREATE TABLE exports_wider (
    id BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    criteria TEXT NOT NULL,
    layout TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'started', 'complete', 'aborted', 'expired')),
    matched BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    sha256 TEXT,
    finished_at TIMESTAMP,
    ready_until TIMESTAMP
);
INSERT INTO exports_wider SELECT id, at, by_id, purpose, channel, criteria, layout, state, matched, rows, sha256,
    finished_at, NULL FROM exports;
DROP TABLE exports;
ALTER TABLE exports_wider RENAME TO exports;
CREATE TABLE export_people (
    export_id BIGINT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL,
    blind BLOB,
    PRIMARY KEY (export_id, person_id)
);
INSERT INTO export_people SELECT export_id, person_id, NULL FROM export_people_kept;
DROP TABLE export_people_kept;
CREATE INDEX export_people_person ON export_people (person_id);
CREATE INDEX export_people_blind ON export_people (blind) WHERE blind IS NOT NULL;

-- Who was in a list and has refused since: owed by whoever sends it, until it is ticked off.
CREATE TABLE recalls (
    id BIGINT PRIMARY KEY,
    export_id BIGINT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL,
    blind BLOB,
    act TEXT NOT NULL CHECK (act IN ('withdrawn', 'objected')),
    refused_at TIMESTAMP NOT NULL,
    settled_at TIMESTAMP,
    settled_by BIGINT
);
CREATE INDEX recalls_export ON recalls (export_id, person_id);
CREATE INDEX recalls_open ON recalls (export_id) WHERE settled_at IS NULL;
-- Up to which line of the ledger, and up to when, refusals were held against the lists.
CREATE TABLE recall_marks (name TEXT PRIMARY KEY, line BIGINT NOT NULL, at TIMESTAMP NOT NULL);
CREATE INDEX consents_recorded ON consents (recorded_at);

-- Criteria that somebody saved under a name, for everybody who makes lists.
CREATE TABLE audiences (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    criteria TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    saved_by BIGINT,
    version BIGINT NOT NULL
);

-- Addresses that mail comes back from for good, by their keyed hash.
CREATE TABLE dead_addresses (
    blind BLOB PRIMARY KEY,
    bounced_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

-- What came back from a program that sends mail: nothing of the file is kept but keyed hashes, kinds and days.
CREATE TABLE returns (
    id BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    state TEXT NOT NULL CHECK (state IN ('read', 'applied', 'discarded')),
    program TEXT NOT NULL,
    purpose TEXT NOT NULL,
    ignored BIGINT NOT NULL,
    applied_at TIMESTAMP
);
CREATE TABLE return_rows (
    return_id BIGINT NOT NULL REFERENCES returns (id) ON DELETE CASCADE,
    blind BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('unsubscribed', 'complained', 'bounced')),
    happened_on DATE NOT NULL,
    PRIMARY KEY (return_id, blind, kind)
);
