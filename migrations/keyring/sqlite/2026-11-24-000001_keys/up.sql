-- One wrapped key an owner and retention class. A destroyed key keeps its row, without the key: the date is part of the proof.
CREATE TABLE keys (
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    class TEXT NOT NULL,
    wrapped BLOB,
    root_version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'live', 'kept', 'destroyed')),
    batch TEXT,
    kept_until DATE,
    made_at TIMESTAMP NOT NULL,
    destroyed_at TIMESTAMP,
    PRIMARY KEY (owner_kind, owner_id, class),
    CHECK ((state = 'destroyed') = (wrapped IS NULL)),
    CHECK ((state = 'pending') = (batch IS NOT NULL))
);
CREATE INDEX keys_batch ON keys (batch) WHERE batch IS NOT NULL;
