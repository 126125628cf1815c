-- Mail that waits for the relay, and what somebody asked for and has not confirmed yet.

-- Written in the transaction of what causes it. Recipient and text are sealed, and gone once it was sent or given up.
CREATE TABLE outbox (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('confirmation')),
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    recipient BYTEA,
    body BYTEA,
    -- Keyed hash of the address: so many a day to one.
    blind BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'failed', 'sent', 'given_up')),
    tries BIGINT NOT NULL,
    fault TEXT,
    queued_at TIMESTAMP NOT NULL,
    next_try_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (next_try_at) WHERE state IN ('waiting', 'failed');
CREATE INDEX outbox_blind ON outbox (blind, queued_at);

-- One line for each purpose that a link confirms. The line stays beside the ledger's as the proof of the confirmation.
CREATE TABLE pending_consents (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    channel TEXT NOT NULL CHECK (channel IN ('email')),
    blind BYTEA NOT NULL,
    source_note BYTEA,
    wording BYTEA,
    form_id BIGINT NOT NULL,
    notice_id BIGINT NOT NULL,
    served_in TEXT NOT NULL CHECK (served_in IN ('fr', 'en')),
    served_hash BYTEA NOT NULL,
    token_hash BYTEA NOT NULL,
    bound BYTEA NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    consent_id BIGINT REFERENCES consents (id) ON DELETE CASCADE
);
CREATE INDEX pending_consents_person ON pending_consents (person_id);
CREATE INDEX pending_consents_token ON pending_consents (token_hash);

-- Whether a purpose asks for a confirmation by mail: lines are added, the last one counts.
CREATE TABLE opt_ins (
    id BIGINT PRIMARY KEY,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    asks BOOLEAN NOT NULL,
    at TIMESTAMP NOT NULL,
    by_id BIGINT
);
