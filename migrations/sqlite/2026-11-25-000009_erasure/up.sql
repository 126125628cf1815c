-- What was ordered to be erased, how far it has come, and what it did: by numbers alone.
CREATE TABLE erasures (
    id BIGINT PRIMARY KEY,
    -- The same in the safety ledger: by it both know each other again after a restore.
    reference TEXT NOT NULL UNIQUE,
    how TEXT NOT NULL CHECK (how IN ('shred', 'end')),
    cause TEXT NOT NULL CHECK (cause IN ('request', 'contract', 'prospect', 'restored')),
    cause_id BIGINT,
    ordered_at TIMESTAMP NOT NULL,
    ordered_by BIGINT,
    -- Until then it can be stopped.
    not_before TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'stopped', 'begun', 'swept', 'shredded', 'done')),
    begun_at TIMESTAMP,
    ended_at TIMESTAMP,
    counts TEXT NOT NULL,
    -- The lists of the last year that they were in: whoever took those is told (Art. 19).
    lists TEXT NOT NULL,
    unreadable_from DATE
);
CREATE INDEX erasures_open ON erasures (not_before) WHERE state NOT IN ('done', 'stopped');

-- As ordered at first; when it begins, whoever belongs to a company comes with it.
CREATE TABLE erasure_owners (
    erasure_id BIGINT NOT NULL REFERENCES erasures (id) ON DELETE CASCADE,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('person', 'company')),
    owner_id BIGINT NOT NULL,
    ordered BOOLEAN NOT NULL,
    PRIMARY KEY (erasure_id, owner_kind, owner_id)
);
CREATE INDEX erasure_owners_owner ON erasure_owners (owner_kind, owner_id);

-- Notes about others that name them, which were decided to go too.
CREATE TABLE erasure_notes (
    erasure_id BIGINT NOT NULL REFERENCES erasures (id) ON DELETE CASCADE,
    note_id BIGINT NOT NULL,
    PRIMARY KEY (erasure_id, note_id)
);
