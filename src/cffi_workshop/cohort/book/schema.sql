-- The book: what was handed in, what came of it, and what was said about it.
-- One SQLite file, read by any tool. Times are ISO 8601.

-- Settings of the book itself: schema (of this file), seed (all draws follow
-- from it), round (see verdict), run (how often the command was given), policy
-- (the grading.toml that was named last, where one was), `checks of NAME` (the
-- checker and the sandbox of the last run: their verdicts count before others),
-- told (JSON: the points that the last run told, which the next one compares).
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Somebody of the roster, or whoever a hand-in that matches nobody of the
-- roster says it is of.
CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL UNIQUE,   -- what commands call the person
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    login TEXT NOT NULL,
    on_roster INTEGER NOT NULL,   -- 0 for a hand-in that matches nobody
    more TEXT NOT NULL            -- other columns of the roster, as JSON
);

-- The files of a hand-in, by the SHA-256 of their names and contents: two that
-- are the same are one row. Of a file that is none of the exercise, and of
-- which the others speak, there is the name, with nothing in it.
CREATE TABLE content (
    hash TEXT PRIMARY KEY,
    exercise TEXT NOT NULL,
    files BLOB NOT NULL           -- JSON, contents as Latin-1; zlib
);

-- What a person handed in for an exercise. A new one is a row of its own; the
-- old one is kept. What the last run saw counts, and of that the newest.
CREATE TABLE hand_in (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person,
    exercise TEXT NOT NULL,
    source TEXT NOT NULL,         -- what it is called in the hand-ins
    ticket TEXT NOT NULL,         -- moodle:N or canvas:N, for the grade
    content TEXT REFERENCES content,   -- null where nothing can be graded
    problem TEXT NOT NULL,        -- why nothing can be graded
    remarks TEXT NOT NULL,        -- JSON, a list of sentences
    late INTEGER NOT NULL,        -- 1 when the platform says so
    changed TEXT,                 -- when its newest file was changed, if known
    received TEXT NOT NULL,       -- when this book first saw it
    seen INTEGER NOT NULL         -- the last run that saw it
);
CREATE UNIQUE INDEX one_hand_in
    ON hand_in (person, exercise, source, ifnull(content, ''), problem);
CREATE INDEX by_source ON hand_in (exercise, source);

-- What the checks found. A verdict of the accepted round or an earlier one
-- counts; those of the round after it are proposals of `--again`, which count
-- when they are accepted.
CREATE TABLE verdict (
    id INTEGER PRIMARY KEY,
    content TEXT NOT NULL REFERENCES content,
    checker TEXT NOT NULL,        -- a hash over the checks and the package
    sandbox TEXT NOT NULL,        -- bubblewrap or limits
    round INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,    -- 2 when it was tried once more alone
    settled INTEGER NOT NULL,     -- 0 while it is to be tried once more alone
    graded TEXT NOT NULL,         -- when
    verdict TEXT,                 -- as `workshop check --json` prints it; null
                                  -- when the checker failed
    ours TEXT NOT NULL,           -- how the checker failed: nobody's fault
    UNIQUE (content, checker, sandbox, round)
);

-- Points that somebody gave by hand. The last one counts, over every regrade.
CREATE TABLE adjustment (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person,
    exercise TEXT NOT NULL,
    points REAL,                  -- null takes an adjustment back
    note TEXT NOT NULL,
    who TEXT NOT NULL,
    made TEXT NOT NULL            -- when
);
