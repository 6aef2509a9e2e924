-- The room: who joined, what their checks found, who asked for help. Times are seconds since 1970,
-- by the clock of this machine. When a learner leaves, all rows of that learner go.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- `key` is the name as it is compared, so that nobody can be called like somebody else.
CREATE TABLE learner (
    id INTEGER PRIMARY KEY,
    token BLOB NOT NULL UNIQUE,   -- SHA-256 of what the learner's machine keeps
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    joined REAL NOT NULL
);

-- Each check, help asked for and so on, once: it may arrive again after an answer that was lost.
CREATE TABLE event (
    learner INTEGER NOT NULL REFERENCES learner ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,           -- check, help, help-over, share, take-back
    at REAL NOT NULL,
    exercise TEXT NOT NULL,
    failed TEXT,                  -- the first check that failed, and its cause
    cause TEXT,
    PRIMARY KEY (learner, id)
) WITHOUT ROWID;

-- What the last check of each learner found, in each exercise.
CREATE TABLE standing (
    learner INTEGER NOT NULL REFERENCES learner ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    at REAL NOT NULL,
    passed INTEGER NOT NULL,
    failed TEXT,
    cause TEXT,
    misconception TEXT,           -- which one of hints.toml, by a digest of its text
    since REAL NOT NULL,          -- since when it is passed, or fails in this way
    checks TEXT NOT NULL,         -- JSON: id, status and cause of each
    PRIMARY KEY (learner, exercise)
) WITHOUT ROWID;

CREATE TABLE help (
    learner INTEGER PRIMARY KEY REFERENCES learner ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    asked REAL NOT NULL,
    taken REAL
);

-- Lines around a mistake, from learners who said so; one for each learner and exercise.
CREATE TABLE shared (
    id INTEGER PRIMARY KEY,
    learner INTEGER NOT NULL REFERENCES learner ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    failed TEXT NOT NULL,
    cause TEXT NOT NULL,
    misconception TEXT,
    at REAL NOT NULL,
    message TEXT NOT NULL,
    code TEXT NOT NULL,
    UNIQUE (learner, exercise)
);

-- The curve: how many were where, once a minute.
CREATE TABLE sample (
    minute INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    done INTEGER NOT NULL,
    working INTEGER NOT NULL,
    stuck INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    PRIMARY KEY (exercise, minute)
) WITHOUT ROWID;

-- Boards that are logged in: SHA-256 of their cookie.
CREATE TABLE session (
    token BLOB PRIMARY KEY,
    made REAL NOT NULL
) WITHOUT ROWID;
