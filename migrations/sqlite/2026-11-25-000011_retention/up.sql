-- Cards, and what ends by the calendar: holds, the forecasts that were signed, the runs of the job, where the log was cut.

-- Each under a key of its own: it is destroyed fifteen months after the card was taken.
CREATE TABLE cards (
    id BIGINT PRIMARY KEY,
    company_id BIGINT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    number BLOB NOT NULL,
    expiry BLOB,
    taken_on DATE NOT NULL,
    added_at TIMESTAMP NOT NULL,
    added_by BIGINT
);
CREATE INDEX cards_company ON cards (company_id);
CREATE INDEX cards_taken ON cards (taken_on);

CREATE TABLE card_reveals (
    id BIGINT PRIMARY KEY,
    card_id BIGINT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    company_id BIGINT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    at TIMESTAMP NOT NULL,
    by_id BIGINT,
    reason BLOB NOT NULL
);
CREATE INDEX card_reveals_card ON card_reveals (card_id, at);

-- Somebody, or a company with everybody in it, is kept beyond the term until that day.
CREATE TABLE holds (
    id BIGINT PRIMARY KEY,
    person_id BIGINT REFERENCES people (id) ON DELETE CASCADE,
    company_id BIGINT REFERENCES companies (id) ON DELETE CASCADE,
    ground TEXT NOT NULL CHECK (ground IN ('dispute', 'law')),
    reason BLOB NOT NULL,
    placed_at TIMESTAMP NOT NULL,
    placed_by BIGINT,
    until DATE NOT NULL,
    ended_at TIMESTAMP,
    ended_by BIGINT,
    -- That it ended by itself has been told.
    lapsed BOOLEAN NOT NULL,
    CHECK ((person_id IS NULL) <> (company_id IS NULL))
);
CREATE INDEX holds_person ON holds (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX holds_company ON holds (company_id) WHERE company_id IS NOT NULL;

-- A list that the Dpo signed: what falls due up to that day. Nothing goes that is not in one. Numbers alone, bound to
-- nothing, so that it can be shown what was signed when what it named is gone.
CREATE TABLE forecasts (
    id BIGINT PRIMARY KEY,
    signed_at TIMESTAMP NOT NULL,
    signed_by BIGINT,
    until DATE NOT NULL,
    digest TEXT NOT NULL,
    counts TEXT NOT NULL
);
CREATE TABLE forecast_items (
    forecast_id BIGINT NOT NULL REFERENCES forecasts (id) ON DELETE CASCADE,
    class TEXT NOT NULL CHECK (class IN ('customer', 'prospect', 'company', 'card')),
    subject BIGINT NOT NULL,
    due DATE NOT NULL,
    -- When its deletion was ordered, and by which erasure.
    ordered_at TIMESTAMP,
    erasure_id BIGINT,
    PRIMARY KEY (forecast_id, class, subject)
);
CREATE INDEX forecast_items_subject ON forecast_items (class, subject);

CREATE TABLE retention_runs (
    id BIGINT PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'refused')),
    started_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    -- Whose run it is, and until when nobody else may take it over.
    lease TEXT NOT NULL,
    lease_until TIMESTAMP NOT NULL,
    counts TEXT NOT NULL,
    fault TEXT CHECK (fault IN ('ahead', 'behind'))
);
-- One run at a time, whatever the nodes believe.
CREATE UNIQUE INDEX retention_runs_running ON retention_runs (state) WHERE state = 'running';

CREATE TABLE retention_skips (
    run_id BIGINT NOT NULL REFERENCES retention_runs (id) ON DELETE CASCADE,
    class TEXT NOT NULL CHECK (class IN ('customer', 'prospect', 'company', 'card')),
    subject BIGINT NOT NULL,
    due DATE NOT NULL,
    ground TEXT NOT NULL CHECK (ground IN ('unsigned', 'moved', 'held', 'restricted', 'ordered')),
    PRIMARY KEY (run_id, class, subject)
);

-- The log begins after this line: signed, so that nobody else can cut it.
CREATE TABLE log_checkpoints (
    n BIGINT PRIMARY KEY,
    mac BLOB NOT NULL,
    at TIMESTAMP NOT NULL,
    signature BLOB NOT NULL
);

CREATE INDEX contracts_ends ON contracts (company_id, ends_on);
CREATE INDEX submissions_taken ON submissions (taken_at);
CREATE INDEX assistance_closed ON assistance (closed_at) WHERE closed_at IS NOT NULL;
