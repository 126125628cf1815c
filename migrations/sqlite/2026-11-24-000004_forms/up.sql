-- Notices and the forms of the website: drafts that change, and what was published, which never does.

CREATE TABLE notice_drafts (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    texts TEXT NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE notices (
    id BIGINT PRIMARY KEY,
    draft_id BIGINT NOT NULL REFERENCES notice_drafts (id),
    number BIGINT NOT NULL,
    texts TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    published_by BIGINT,
    UNIQUE (draft_id, number)
);

CREATE TABLE form_drafts (
    id BIGINT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('contact', 'newsletter', 'product', 'privacy')),
    desk TEXT NOT NULL CHECK (desk IN ('dpo', 'cio', 'sales', 'marketing', 'support')),
    notice_draft_id BIGINT NOT NULL REFERENCES notice_drafts (id),
    definition TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'closed')),
    changed_at TIMESTAMP NOT NULL,
    changed_by BIGINT,
    version BIGINT NOT NULL
);

CREATE TABLE publications (
    id BIGINT PRIMARY KEY,
    form_id BIGINT NOT NULL REFERENCES form_drafts (id),
    number BIGINT NOT NULL,
    notice_id BIGINT NOT NULL REFERENCES notices (id),
    kind TEXT NOT NULL,
    desk TEXT NOT NULL,
    slug TEXT NOT NULL,
    definition TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    published_by BIGINT,
    UNIQUE (form_id, number)
);

-- The bytes of each page, as visitors were served them: a proof is the hash of one of these.
CREATE TABLE published_pages (
    publication_id BIGINT NOT NULL REFERENCES publications (id),
    part TEXT NOT NULL CHECK (part IN ('form', 'notice', 'thanks', 'missing', 'again')),
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    sha256 TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (publication_id, part, language)
);
CREATE INDEX published_pages_sha256 ON published_pages (sha256);

-- What the website brought, each once.
CREATE TABLE submissions (
    id TEXT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    publication_id BIGINT NOT NULL REFERENCES publications (id),
    desk TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    known BOOLEAN NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX submissions_desk ON submissions (desk, taken_at);
CREATE INDEX submissions_person ON submissions (person_id);

-- What cannot be vouched for: kept as it came, sealed to the house, until the Dpo has looked at it.
CREATE TABLE set_aside (
    id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    parcel BLOB NOT NULL
);

-- What was published stays as it was: there is no verb in the program that changes it, and the database has none either.
CREATE TRIGGER notices_stay BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER notices_remain BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER publications_stay BEFORE UPDATE ON publications BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER publications_remain BEFORE DELETE ON publications BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER published_pages_stay BEFORE UPDATE ON published_pages BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER published_pages_remain BEFORE DELETE ON published_pages BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
