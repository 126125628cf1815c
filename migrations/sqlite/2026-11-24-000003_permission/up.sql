-- Who may be written to, and why: what somebody was told, which form proves it, whose box an address is, and on which
-- grounds the house writes at all.

ALTER TABLE reaches ADD COLUMN standing TEXT NOT NULL DEFAULT 'private'
    CHECK (standing IN ('professional', 'private', 'generic'));

-- SQLite widens no CHECK: the ledger moves, line by line, into a table that knows one more word.
DROP VIEW shown_consents;
CREATE TABLE consents_wider (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'fax', 'post')),
    act TEXT NOT NULL CHECK (act IN ('given', 'withdrawn', 'objected', 'informed')),
    address BLOB,
    blind BLOB,
    source TEXT NOT NULL,
    source_note BLOB,
    wording BLOB,
    happened_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    by_id BIGINT,
    import_id BIGINT REFERENCES imports (id),
    form_id BIGINT,
    notice_id BIGINT,
    served_in TEXT CHECK (served_in IN ('fr', 'en')),
    served_hash BLOB
);
INSERT INTO consents_wider SELECT *, NULL, NULL, NULL, NULL FROM consents;
DROP TABLE consents;
ALTER TABLE consents_wider RENAME TO consents;
CREATE INDEX consents_person ON consents (person_id, purpose, channel);
CREATE INDEX consents_blind ON consents (blind, purpose, channel) WHERE blind IS NOT NULL;
-- What an import is still bringing in gives nobody a permission yet.
CREATE VIEW shown_consents AS SELECT c.* FROM consents c WHERE c.import_id IS NULL
    OR EXISTS (SELECT 1 FROM imports i WHERE i.id = c.import_id AND i.state = 'applied');

-- Whether the house writes on consent only, purpose by purpose: lines are added, the last one counts.
CREATE TABLE grounds (
    id BIGINT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'lawful')),
    at TIMESTAMP NOT NULL,
    by_id BIGINT
);
