-- What leaves with a newsletter and what comes back: links to unsubscribe, and refusals that outlive whoever said them.

-- One for each e-mail address of a person. It knows its person and is bound to none: a link in a mail that was sent works
-- for ever, also when the person is erased and the token can be read no more.
CREATE TABLE unsubscribe_links (
    id BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    person_id BIGINT NOT NULL,
    blind BYTEA NOT NULL,
    token BYTEA NOT NULL,
    made_at TIMESTAMP NOT NULL,
    UNIQUE (person_id, blind)
);

-- What was refused at an address by whoever reads it, by its keyed hash. Lines are added, and never go.
CREATE TABLE suppressions (
    id BIGINT PRIMARY KEY,
    blind BYTEA NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('newsletter', 'promotion', 'information', 'business')),
    channel TEXT NOT NULL CHECK (channel IN ('email', 'phone', 'fax', 'post')),
    act TEXT NOT NULL CHECK (act IN ('withdrawn', 'objected')),
    source TEXT NOT NULL,
    happened_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (blind, purpose, channel, act, happened_on)
);
