-- What was done by the links in mails, each pressing once: a parcel that is found in the spool again does nothing.
CREATE TABLE links_taken (
    id TEXT PRIMARY KEY,
    what TEXT NOT NULL CHECK (what IN ('stop', 'confirm')),
    taken_at TIMESTAMP NOT NULL
);
