-- What is answered for: who works for us, breaches, who held which role, packs that were taken out.

-- Data centres, suppliers and recipients: in the European Economic Area, or not at all (P12).
CREATE TABLE parties (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('site', 'supplier', 'recipient')),
    name BYTEA NOT NULL,
    what BYTEA NOT NULL,
    country TEXT NOT NULL CHECK (country IN ('at', 'be', 'bg', 'cy', 'cz', 'de', 'dk', 'ee', 'es', 'fi', 'fr', 'gr', 'hr', 'hu', 'ie', 'is', 'it', 'li', 'lt', 'lu', 'lv', 'mt', 'nl', 'no', 'pl', 'pt', 'ro', 'se', 'si', 'sk')),
    activities TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by BIGINT,
    changed_at TIMESTAMP NOT NULL,
    changed_by BIGINT,
    ended_at TIMESTAMP,
    version BIGINT NOT NULL
);

CREATE TABLE certificates (
    id BIGINT PRIMARY KEY,
    party_id BIGINT NOT NULL REFERENCES parties (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('iso_27001', 'iso_22301', 'isae_3402', 'other')),
    label BYTEA,
    number BYTEA NOT NULL,
    expires_on DATE NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX certificates_party ON certificates (party_id);
CREATE INDEX certificates_expiry ON certificates (expires_on);

-- Ourselves: one row.
CREATE TABLE controller (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name BYTEA NOT NULL,
    address BYTEA NOT NULL,
    dpo BYTEA NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE breaches (
    id BIGINT PRIMARY KEY,
    opened_at TIMESTAMP NOT NULL,
    opened_by BIGINT,
    -- From then on there are seventy-two hours (Art. 33(1)).
    known_at TIMESTAMP NOT NULL,
    nature TEXT NOT NULL,
    categories TEXT NOT NULL,
    what BYTEA NOT NULL,
    consequences BYTEA,
    measures BYTEA,
    people BIGINT CHECK (people >= 0),
    records BIGINT CHECK (records >= 0),
    risk TEXT CHECK (risk IN ('unlikely', 'risk', 'high')),
    -- Whose deeds of the log are counted, and between which moments.
    scope TEXT CHECK (scope IN ('colleague', 'session', 'address')),
    scope_staff BIGINT,
    scope_deed BIGINT,
    scope_address BYTEA,
    scope_from TIMESTAMP,
    scope_until TIMESTAMP,
    counted BIGINT,
    counted_at TIMESTAMP,
    notice TEXT CHECK (notice IN ('notified', 'not_needed')),
    notice_at TIMESTAMP,
    notice_why BYTEA,
    telling TEXT CHECK (telling IN ('told', 'not_needed')),
    telling_at TIMESTAMP,
    telling_why BYTEA,
    closed_at TIMESTAMP,
    closed_by BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX breaches_open ON breaches (closed_at, known_at);

-- Who held a role of P15, and when: read from the log, which is cut after a year.
CREATE TABLE role_tenures (
    staff_id BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('dpo', 'cio')),
    since TIMESTAMP NOT NULL,
    until TIMESTAMP,
    PRIMARY KEY (staff_id, role, since)
);

-- Inspector's packs. Without a hash it broke off.
CREATE TABLE packs (
    id BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    files BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT,
    finished_at TIMESTAMP
);
