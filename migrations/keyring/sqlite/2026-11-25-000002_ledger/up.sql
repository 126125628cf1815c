-- The safety ledger: what was erased, written in one commit with the destruction of the keys. It is replayed on whatever
-- database is put beside this keyring, so that nobody comes back out of a copy.
CREATE TABLE ledger (
    reference TEXT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('shred', 'end')),
    owners TEXT NOT NULL,
    kept_until DATE,
    mac BLOB NOT NULL
);
CREATE INDEX keys_kept ON keys (kept_until) WHERE state = 'kept';
