-- Sealed columns are BYTEA and named in src/catalogue.rs; everything else is there too, with the reason why it may be read.

CREATE TABLE house (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO counters (name, value) VALUES ('ids', 1000), ('changes', 0);

-- What every process's index follows, and what tells whether a batch of keys was ever committed.
CREATE TABLE changes (
    seq BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    subject BIGINT,
    batch TEXT
);
CREATE INDEX changes_batch ON changes (batch) WHERE batch IS NOT NULL;

CREATE TABLE staff (
    id BIGINT PRIMARY KEY,
    user_name BYTEA NOT NULL,
    user_name_blind BYTEA NOT NULL UNIQUE,
    display_name BYTEA NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('support', 'sales', 'marketing', 'operations', 'dpo', 'cio')),
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    password_hash TEXT,
    totp_seed BYTEA,
    totp_step BIGINT NOT NULL,
    code_hash BYTEA,
    code_expires TIMESTAMP,
    added_at TIMESTAMP NOT NULL,
    added_by BIGINT,
    signed_in_at TIMESTAMP,
    version BIGINT NOT NULL
);

CREATE TABLE sessions (
    id_hash BYTEA PRIMARY KEY,
    staff_id BIGINT REFERENCES staff (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_staff ON sessions (staff_id);

CREATE TABLE attempts (
    key BYTEA PRIMARY KEY,
    tries INTEGER NOT NULL,
    last_at TIMESTAMP NOT NULL,
    wait_until TIMESTAMP NOT NULL
);

CREATE TABLE deeds (
    n BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor_kind TEXT NOT NULL,
    actor BIGINT,
    role TEXT,
    from_address TEXT,
    request TEXT,
    what TEXT NOT NULL,
    subject_kind TEXT,
    subject BIGINT,
    detail TEXT NOT NULL,
    mac BYTEA NOT NULL
);
CREATE INDEX deeds_subject ON deeds (subject_kind, subject, n);
CREATE INDEX deeds_actor ON deeds (actor, n);

CREATE TABLE imports (
    id BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    state TEXT NOT NULL CHECK (state IN ('staged', 'planning', 'planned', 'applying', 'applied', 'failed', 'discarded')),
    file_mac BYTEA NOT NULL,
    layout TEXT NOT NULL,
    mapping TEXT,
    origin TEXT,
    origin_note BYTEA,
    ground TEXT,
    proof BYTEA,
    rows BIGINT NOT NULL,
    done BIGINT NOT NULL,
    counts TEXT,
    fault TEXT,
    applied_at TIMESTAMP,
    version BIGINT NOT NULL
);

CREATE TABLE import_rows (
    import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('new', 'changes', 'same', 'duplicate', 'blocked', 'invalid')),
    reason TEXT,
    person_id BIGINT,
    cells BYTEA NOT NULL,
    PRIMARY KEY (import_id, line)
);
CREATE INDEX import_rows_verdict ON import_rows (import_id, verdict, line);

CREATE TABLE companies (
    id BIGINT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    name BYTEA NOT NULL,
    address BYTEA,
    external BYTEA,
    arrival BIGINT REFERENCES imports (id),
    added_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX companies_arrival ON companies (arrival) WHERE arrival IS NOT NULL;

CREATE TABLE people (
    id BIGINT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('contact', 'third_party')),
    civility BYTEA,
    given_name BYTEA,
    family_name BYTEA NOT NULL,
    job_title BYTEA,
    address BYTEA,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    company_id BIGINT REFERENCES companies (id),
    restricted BOOLEAN NOT NULL,
    origin TEXT NOT NULL,
    ground TEXT NOT NULL,
    arrival BIGINT REFERENCES imports (id),
    added_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX people_company ON people (company_id);
CREATE INDEX people_arrival ON people (arrival) WHERE arrival IS NOT NULL;

-- People and companies that an import is still bringing in are seen by nobody until it is applied.
CREATE VIEW shown_people AS SELECT p.* FROM people p WHERE p.arrival IS NULL
    OR EXISTS (SELECT 1 FROM imports i WHERE i.id = p.arrival AND i.state = 'applied');
CREATE VIEW shown_companies AS SELECT c.* FROM companies c WHERE c.arrival IS NULL
    OR EXISTS (SELECT 1 FROM imports i WHERE i.id = c.arrival AND i.state = 'applied');

-- An address or a number, of a person or of a company: exactly one of the two.
CREATE TABLE reaches (
    id BIGINT PRIMARY KEY,
    person_id BIGINT REFERENCES people (id) ON DELETE CASCADE,
    company_id BIGINT REFERENCES companies (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'mobile', 'fax')),
    position INTEGER NOT NULL,
    value BYTEA NOT NULL,
    blind BYTEA NOT NULL,
    CHECK ((person_id IS NULL) <> (company_id IS NULL))
);
CREATE INDEX reaches_person ON reaches (person_id, position);
CREATE INDEX reaches_company ON reaches (company_id, position);
CREATE INDEX reaches_blind ON reaches (blind);

CREATE TABLE leads (
    person_id BIGINT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    stage TEXT NOT NULL CHECK (stage IN ('new', 'contacted', 'qualified', 'proposal', 'negotiation', 'won', 'lost')),
    owner_id BIGINT REFERENCES staff (id),
    next_step BYTEA,
    next_on DATE,
    opened_at TIMESTAMP NOT NULL,
    moved_at TIMESTAMP NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX leads_stage ON leads (stage);
CREATE INDEX leads_owner ON leads (owner_id);

CREATE TABLE contracts (
    id BIGINT PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    reference TEXT NOT NULL,
    product TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    added_at TIMESTAMP NOT NULL,
    added_by BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX contracts_company ON contracts (company_id);

-- A bank account of a company, or of a third party of it.
CREATE TABLE accounts (
    id BIGINT PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    person_id BIGINT REFERENCES people (id) ON DELETE CASCADE,
    label BYTEA,
    iban BYTEA NOT NULL,
    blind BYTEA NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by BIGINT
);
CREATE INDEX accounts_company ON accounts (company_id);
CREATE INDEX accounts_blind ON accounts (blind);

-- Why an account was shown whole, in the words of whoever asked: sealed with the account, and gone with its owner.
CREATE TABLE account_reveals (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    company_id BIGINT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    person_id BIGINT REFERENCES people (id) ON DELETE CASCADE,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    reason BYTEA NOT NULL
);
CREATE INDEX account_reveals_account ON account_reveals (account_id, at);

CREATE TABLE notes (
    id BIGINT PRIMARY KEY,
    person_id BIGINT REFERENCES people (id) ON DELETE CASCADE,
    company_id BIGINT REFERENCES companies (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('note', 'call_in', 'call_out', 'meeting')),
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    text BYTEA NOT NULL,
    CHECK ((person_id IS NULL) <> (company_id IS NULL))
);
CREATE INDEX notes_person ON notes (person_id, at);
CREATE INDEX notes_company ON notes (company_id, at);

CREATE TABLE assistance (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    company_id BIGINT REFERENCES companies (id) ON DELETE SET NULL,
    subject BYTEA NOT NULL,
    detail BYTEA,
    answer BYTEA,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    assignee_id BIGINT REFERENCES staff (id),
    opened_at TIMESTAMP NOT NULL,
    opened_by BIGINT,
    closed_at TIMESTAMP,
    closed_by BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX assistance_person ON assistance (person_id, opened_at);
CREATE INDEX assistance_company ON assistance (company_id);
CREATE INDEX assistance_open ON assistance (state, assignee_id);

-- The consent ledger: lines are added, never changed, never deleted but with the person.
CREATE TABLE consents (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'fax', 'post')),
    act TEXT NOT NULL CHECK (act IN ('given', 'withdrawn', 'objected')),
    address BYTEA,
    blind BYTEA,
    source TEXT NOT NULL,
    source_note BYTEA,
    wording BYTEA,
    happened_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    by_id BIGINT,
    import_id BIGINT REFERENCES imports (id)
);
CREATE INDEX consents_person ON consents (person_id, purpose, channel);
CREATE INDEX consents_blind ON consents (blind, purpose, channel) WHERE blind IS NOT NULL;
-- What an import is still bringing in gives nobody a permission yet.
CREATE VIEW shown_consents AS SELECT c.* FROM consents c WHERE c.import_id IS NULL
    OR EXISTS (SELECT 1 FROM imports i WHERE i.id = c.import_id AND i.state = 'applied');

CREATE TABLE exports (
    id BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    criteria TEXT NOT NULL,
    layout TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'complete', 'aborted')),
    matched BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    sha256 TEXT,
    finished_at TIMESTAMP
);

CREATE TABLE export_people (
    export_id BIGINT NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (export_id, person_id)
);
CREATE INDEX export_people_person ON export_people (person_id);
