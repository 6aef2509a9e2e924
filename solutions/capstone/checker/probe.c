/*
 * Stands in for SQLite and for shortlex.c. It reads no SQL: the first word says
 * what comes of a statement. It counts what is not finalized, not freed, or
 * freed wrongly, and what it gave out is overwritten where SQLite would let go
 * of it.
 */
#include "shortlex.h"

#include "drawn.h"
#include "truth.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TEXTS = 1024, LENGTH = 160, NUMBERS = 7 };

struct sqlite3 {
    int (*compare)(void *, int, const void *, int, const void *);
    void *data;
    int is_open;
};

struct sqlite3_stmt {
    struct sqlite3 *database;
    char sql[LENGTH];
    int steps;
    char text[LENGTH];
    double numbers[NUMBERS];
};

/* Never really freed, so that a text that was freed is seen to be. */
static struct {
    char text[LENGTH];
    int is_open;
} texts[TEXTS];
static unsigned int given, databases, statements, misused, steps;

uint64_t probe_databases(uint64_t nonce);
uint64_t probe_statements(uint64_t nonce);
uint64_t probe_texts(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_steps(uint64_t nonce);

uint64_t probe_databases(uint64_t nonce)
{
    return sealed(databases, nonce);
}

uint64_t probe_statements(uint64_t nonce)
{
    return sealed(statements, nonce);
}

/* How many texts of sqlite3_expanded_sql() are not freed. */
uint64_t probe_texts(uint64_t nonce)
{
    unsigned int count = 0;

    for (unsigned int k = 0; k < given; k++)
        count += (unsigned int)texts[k].is_open;
    return sealed(count, nonce);
}

uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}

/* How often sqlite3_step() was called, for all statements. */
uint64_t probe_steps(uint64_t nonce)
{
    return sealed(steps, nonce);
}

int shortlex_compare(void *data, int left_size, const void *left,
                     int right_size, const void *right)
{
    const int order =
        true_shortlex_compare(data, left_size, left, right_size, right);
    const int far = (int)DRAWN(0) + 10 * left_size + right_size;

    return order < 0 ? -far : order > 0 ? far : 0; /* as the header says */
}

static int begins(const sqlite3_stmt *statement, const char *word)
{
    return strncmp(statement->sql, word, strlen(word)) == 0;
}

int sqlite3_open(const char *filename, sqlite3 **database)
{
    *database = calloc(1, sizeof **database);
    if (*database == NULL)
        return SQLITE_NOMEM;
    databases++;
    (*database)->is_open = 1;
    /* Any number but NULL will do: it is never looked at. */
    (*database)->data = strstr(filename, "refusing") ? *database : NULL;
    return SQLITE_OK;
}

int sqlite3_close_v2(sqlite3 *database)
{
    if (database != NULL && database->is_open) {
        database->is_open = 0;
        databases--;
    } else {
        misused += database != NULL;
    }
    return SQLITE_OK;
}

const char *sqlite3_errmsg(sqlite3 *database)
{
    (void)database;
    return "the stand-in refuses";
}

int sqlite3_create_collation_v2(
    sqlite3 *database, const char *name, int encoding, void *data,
    int (*compare)(void *, int, const void *, int, const void *),
    void (*destroy)(void *))
{
    (void)destroy;
    if (database->data != NULL)
        return SQLITE_BUSY;
    /* SQLite makes no difference between letters of both cases in a name. */
    if (strcasecmp(name, "shortlex") == 0 && encoding == SQLITE_UTF8) {
        database->compare = compare;
        database->data = data;
    }
    return SQLITE_OK;
}

int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int size,
                       sqlite3_stmt **statement, const char **rest)
{
    sqlite3_stmt *const made = calloc(1, sizeof *made);

    (void)rest;
    *statement = made;
    if (made == NULL)
        return SQLITE_NOMEM;
    statements++;
    made->database = database;
    snprintf(made->sql, sizeof made->sql, "%.*s", size, sql);
    for (int k = 0; k < NUMBERS; k++)
        made->numbers[k] = (double)DRAWN(k) / 8.0;
    return SQLITE_OK;
}

int sqlite3_bind_text(sqlite3_stmt *statement, int place, const char *text,
                      int size, sqlite3_destructor_type destroy)
{
    (void)place, (void)destroy;
    snprintf(statement->text, sizeof statement->text, "%.*s", size, text);
    return SQLITE_OK;
}

int sqlite3_bind_blob(sqlite3_stmt *statement, int place, const void *blob,
                      int size, sqlite3_destructor_type destroy)
{
    (void)statement, (void)place, (void)blob, (void)size, (void)destroy;
    return SQLITE_OK;
}

int sqlite3_step(sqlite3_stmt *statement)
{
    steps++;
    if (begins(statement, "BROKEN"))
        return SQLITE_IOERR;
    if (begins(statement, "NOTHING") || statement->steps++ > 0)
        return SQLITE_DONE;
    return SQLITE_ROW;
}

int sqlite3_column_count(sqlite3_stmt *statement)
{
    (void)statement;
    return 1;
}

/* What the collation says of the names "ab" and "c", with no NUL behind. */
const unsigned char *sqlite3_column_text(sqlite3_stmt *statement, int column)
{
    const sqlite3 *const database = statement->database;
    const char names[] = {'a', 'b', 'c'};
    int answer = 0;

    (void)column;
    if (database->compare != NULL)
        answer = database->compare(database->data, 2, names, 1, names + 2);
    snprintf(statement->text, sizeof statement->text, "%d", answer);
    return (const unsigned char *)statement->text;
}

int sqlite3_column_type(sqlite3_stmt *statement, int column)
{
    if (column != 0 || statement->steps == 0 || begins(statement, "NULL"))
        return SQLITE_NULL;
    if (begins(statement, "FLOAT"))
        return SQLITE_FLOAT;
    return begins(statement, "TEXT") ? SQLITE_TEXT : SQLITE_BLOB;
}

const void *sqlite3_column_blob(sqlite3_stmt *statement, int column)
{
    const int none = column != 0 || statement->steps == 0;

    return none || begins(statement, "EMPTY") ? NULL : statement->numbers;
}

int sqlite3_column_bytes(sqlite3_stmt *statement, int column)
{
    const size_t count = 1 + (size_t)DRAWN(7) % NUMBERS;

    if (sqlite3_column_blob(statement, column) == NULL)
        return 0;
    return (int)(count * sizeof(double)) + begins(statement, "ODD");
}

/* The memory is not given back, so that who reads it later reads this. */
int sqlite3_finalize(sqlite3_stmt *statement)
{
    if (statement != NULL) {
        statements--;
        for (int k = 0; k < NUMBERS; k++)
            statement->numbers[k] = -1.0; /* what is read too late */
    }
    return SQLITE_OK;
}

char *sqlite3_expanded_sql(sqlite3_stmt *statement)
{
    char *text;

    if (begins(statement, "TOO LONG") || given == TEXTS)
        return NULL;
    text = texts[given].text;
    texts[given++].is_open = 1;
    snprintf(text, LENGTH, "%u: %.60s <- %.60s", (unsigned int)DRAWN(1),
             statement->sql, statement->text);
    return text;
}

void sqlite3_free(void *memory)
{
    for (unsigned int k = 0; k < given; k++) {
        if (memory == texts[k].text && texts[k].is_open) {
            texts[k].is_open = 0;
            strcpy(texts[k].text, "this text was freed");
            return;
        }
    }
    misused += memory != NULL;
}
