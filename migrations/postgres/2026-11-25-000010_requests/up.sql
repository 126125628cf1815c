-- What people ask under Art. 15 to 21 GDPR. Each request seals what it holds under a key of its own, so that it can be
-- destroyed when it is closed, whatever becomes of the person's.

CREATE TABLE requests (
    id BIGINT PRIMARY KEY,
    way TEXT NOT NULL CHECK (way IN ('form', 'telephone', 'letter', 'email', 'in_person')),
    -- Words of ours, by commas: one may ask for several things at once.
    kinds TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    received_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by BIGINT,
    -- What a visitor of the website sent, once.
    submission_id TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    outcome TEXT CHECK (outcome IN ('done', 'refused')),
    requester BYTEA NOT NULL,
    asked BYTEA,
    on_behalf BYTEA,
    -- The clock: how long it stood still (Art. 12(6)), by how many months it was extended (Art. 12(3)).
    paused_since DATE,
    paused_days BIGINT NOT NULL,
    further BIGINT NOT NULL CHECK (further BETWEEN 0 AND 2),
    told_on DATE,
    found_at TIMESTAMP,
    decided_at TIMESTAMP,
    decided_by BIGINT,
    approved_at TIMESTAMP,
    approved_by BIGINT,
    -- The erasure that was ordered for it.
    order_id BIGINT,
    -- Until then it can be stopped.
    act_after TIMESTAMP,
    carried_out_at TIMESTAMP,
    answered_on DATE,
    closed_at TIMESTAMP,
    closed_by BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX requests_state ON requests (state, id);

-- How it is known who asks: a code mailed to an address that the house knew, or known otherwise.
CREATE TABLE request_identities (
    request_id BIGINT PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
    means TEXT CHECK (means IN ('code', 'known')),
    note BYTEA,
    -- What is doubted, and was asked for (Art. 12(6)).
    doubt BYTEA,
    at TIMESTAMP,
    by_id BIGINT,
    code_hash BYTEA,
    code_until TIMESTAMP,
    code_tries BIGINT NOT NULL
);

-- Whom it is about. Numbers that outlive whom they named.
CREATE TABLE request_subjects (
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
    subject_id BIGINT NOT NULL,
    PRIMARY KEY (request_id, kind, subject_id)
);
CREATE INDEX request_subjects_subject ON request_subjects (kind, subject_id);

-- What was decided for each kind of data, and how many rows there were then.
CREATE TABLE request_decisions (
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    rows BIGINT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('erase', 'keep', 'restrict')),
    ground TEXT,
    until DATE,
    PRIMARY KEY (request_id, kind)
);

-- Notes about others that name whom it is about, and were decided to go too.
CREATE TABLE request_notes (
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    note_id BIGINT NOT NULL,
    PRIMARY KEY (request_id, note_id)
);

CREATE TABLE request_letters (
    id BIGINT PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('identity', 'extension', 'refusal', 'answer')),
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    body BYTEA NOT NULL
);
CREATE INDEX request_letters_request ON request_letters (request_id);

-- Who took a list with them in the last year, to be told (Art. 19).
CREATE TABLE request_recipients (
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    export_id BIGINT NOT NULL,
    told_at TIMESTAMP,
    told_by BIGINT,
    PRIMARY KEY (request_id, export_id)
);

-- The access package, encrypted to a passphrase that the house does not keep; gone once it was taken, or after its days.
CREATE TABLE request_packages (
    request_id BIGINT PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
    made_at TIMESTAMP NOT NULL,
    made_by BIGINT,
    until TIMESTAMP NOT NULL,
    taken_at TIMESTAMP,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    body BYTEA
);

CREATE TABLE request_reminders (
    request_id BIGINT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    due_on DATE NOT NULL,
    days BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (request_id, due_on, days)
);

-- When somebody's processing was restricted (Art. 18) and when that was lifted, each with its reason.
CREATE TABLE restrictions (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    act TEXT NOT NULL CHECK (act IN ('restricted', 'lifted')),
    reason BYTEA NOT NULL,
    at TIMESTAMP NOT NULL,
    by_id BIGINT
);
CREATE INDEX restrictions_person ON restrictions (person_id);

-- The outbox takes two more kinds of mail, and mail of a request, sealed under its key.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('confirmation', 'identity_code', 'reminder'));
ALTER TABLE outbox ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE outbox ADD COLUMN request_id BIGINT REFERENCES requests (id) ON DELETE CASCADE;
