-- Who may be written to, and why: what somebody was told, which form proves it, whose box an address is, and on which
-- grounds the house writes at all.

ALTER TABLE reaches ADD COLUMN standing TEXT NOT NULL DEFAULT 'private'
    CHECK (standing IN ('professional', 'private', 'generic'));

DROP VIEW shown_consents;
ALTER TABLE consents DROP CONSTRAINT consents_act_check;
ALTER TABLE consents ADD CONSTRAINT consents_act_check CHECK (act IN ('given', 'withdrawn', 'objected', 'informed'));
ALTER TABLE consents ADD COLUMN form_id BIGINT;
ALTER TABLE consents ADD COLUMN notice_id BIGINT;
ALTER TABLE consents ADD COLUMN served_in TEXT CHECK (served_in IN ('fr', 'en'));
ALTER TABLE consents ADD COLUMN served_hash BYTEA;
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
