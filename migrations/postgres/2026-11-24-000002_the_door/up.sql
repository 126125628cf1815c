-- The gate and the door: who may connect, how staff get in, who decided it.

-- Tries that failed since the last sign-in; from where that was; up to which deed they were told of changes to their account.
ALTER TABLE staff ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN signed_in_from TEXT;
ALTER TABLE staff ADD COLUMN told_deed BIGINT NOT NULL DEFAULT 0;
-- The seed of an authenticator that replaces the present one once it has answered.
ALTER TABLE staff ADD COLUMN totp_seed_next BYTEA;

-- From where and by which browser: for "where am I signed in".
ALTER TABLE sessions ADD COLUMN from_address TEXT;
ALTER TABLE sessions ADD COLUMN agent TEXT;
-- Names the session on pages: drawn apart from its id, which nobody is shown.
ALTER TABLE sessions ADD COLUMN mark TEXT;

-- Codes that stand in for a lost authenticator, each once.
CREATE TABLE recovery_codes (
    hash BYTEA PRIMARY KEY,
    staff_id BIGINT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    made_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX recovery_codes_staff ON recovery_codes (staff_id);

-- Browsers in which a colleague signed in before: their tries are counted apart from those of everybody else.
CREATE TABLE devices (
    hash BYTEA PRIMARY KEY,
    staff_id BIGINT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    made_at TIMESTAMP NOT NULL,
    seen_at TIMESTAMP NOT NULL
);
CREATE INDEX devices_staff ON devices (staff_id);

CREATE TABLE networks (
    id BIGINT PRIMARY KEY,
    range TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('office', 'vpn')),
    label TEXT NOT NULL,
    why TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by BIGINT
);

-- A role with lines here may work from networks of these kinds only.
CREATE TABLE network_limits (
    role TEXT NOT NULL CHECK (role IN ('support', 'sales', 'marketing', 'operations', 'dpo', 'cio')),
    kind TEXT NOT NULL CHECK (kind IN ('office', 'vpn')),
    PRIMARY KEY (role, kind)
);

-- A change on trial: it counts until then, and for good only once it is confirmed.
CREATE TABLE network_trials (
    id BIGINT PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    by_id BIGINT NOT NULL,
    until TIMESTAMP NOT NULL,
    change TEXT NOT NULL
);

-- What one person proposes about an account and another one decides.
CREATE TABLE staff_proposals (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('invite', 'role', 'disable', 'enable', 'password', 'factor')),
    staff_id BIGINT NOT NULL REFERENCES staff (id),
    role TEXT CHECK (role IN ('support', 'sales', 'marketing', 'operations', 'dpo', 'cio')),
    at TIMESTAMP NOT NULL,
    by_id BIGINT NOT NULL,
    until TIMESTAMP NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused')),
    decided_at TIMESTAMP,
    decided_by BIGINT
);
CREATE INDEX staff_proposals_staff ON staff_proposals (staff_id);

-- What happened at the door, by day and by kind.
CREATE INDEX deeds_what ON deeds (what, at);
