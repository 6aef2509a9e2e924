/*
 * The functions of directory.h, with folders that are invented: some of them
 * fail on purpose, and what is open and what is misused is counted. A folder
 * that it heard of is the real one.
 */
#define _POSIX_C_SOURCE 200809L
#include "directory.h"

#include "drawn.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MANY = 2048, NAMES = 4, LENGTH = 340 };

struct directory {
    int open;
    int fails; /* after the names, with this errno; 0 if it does not */
    int next;
    int more; /* so many names, beside those that it has; fewer, if below 0 */
    DIR *real; /* NULL, unless it is a folder that was heard of */
    char name[NAMES][LENGTH];
    char given[LENGTH]; /* the last name, until the next call */
};

/* None is ever freed, so that using one that is closed can be counted. */
static struct directory folders[MANY];
static unsigned int opened, asked, misused;

uint64_t probe_open(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_asked(uint64_t nonce);

/* How many folders are open now. */
uint64_t probe_open(uint64_t nonce)
{
    unsigned int count = 0;

    for (unsigned int k = 0; k < opened; k++)
        count += (unsigned int)folders[k].open;
    return sealed(count, nonce);
}

/* How often a folder was used that is closed. */
uint64_t probe_misused(uint64_t nonce)
{
    return sealed(misused, nonce);
}

/* How often anything was asked for. */
uint64_t probe_asked(uint64_t nonce)
{
    return sealed(asked, nonce);
}

static int begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

/* Return why a folder of that name cannot be opened; 0 if it can. */
static int reason_against(const char *name)
{
    int reason = 0;

    if (begins(name, "missing"))
        return ENOENT;
    if (begins(name, "notes.txt"))
        return ENOTDIR;
    if (begins(name, "private"))
        return EACCES;
    if (begins(name, "loop"))
        return ELOOP;
    sscanf(name, "refused %d", &reason);
    return opened == MANY ? EMFILE : reason;
}

struct directory *directory_open(const char *path)
{
    struct directory *const folder = &folders[opened];

    asked++;
    errno = reason_against(path);
    if (errno != 0)
        return NULL;
    if (is_known('o', path, strlen(path)) || lies_in_a_part()) {
        folder->real = opendir(path);
        if (folder->real == NULL)
            return NULL;
    }
    opened++;
    folder->open = 1;
    folder->fails = begins(path, "broken") ? EIO : 0;
    sscanf(path, "errno %d", &folder->fails);
    sscanf(path, "many %d", &folder->more);
    if (begins(path, "empty"))
        folder->more = -NAMES;
    snprintf(folder->name[0], sizeof folder->name[0], "%.300s-%u", path,
             (unsigned int)DRAWN(0));
    for (char *at = folder->name[0]; *at; at++) /* which no name has */
        *at = *at == '/' ? '-' : *at;
    strcpy(folder->name[1], "ren\xe9");
    snprintf(folder->name[2], sizeof folder->name[2], ".hidden%u",
             (unsigned int)DRAWN(1));
    strcpy(folder->name[3], "...");
    errno = ENOTTY; /* as the real one may, when all went well */
    return folder;
}

/* Return whether a folder may not be used, which counts as a misuse. */
static int is_closed(const struct directory *folder)
{
    asked++;
    if (folder != NULL && folder->open)
        return 0;
    misused++;
    errno = EBADF;
    return 1;
}

static const char *real_next(DIR *stream)
{
    const struct dirent *entry;

    do {
        errno = 0;
        entry = readdir(stream);
    } while (entry && (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")));
    return entry ? entry->d_name : NULL;
}

const char *directory_next(struct directory *directory)
{
    if (is_closed(directory))
        return NULL;
    if (directory->real != NULL) {
        const char *const name = real_next(directory->real);

        if (name != NULL || !lies_in_a_part() || directory->next++ > 0)
            return name;
        return directory->name[1]; /* one that is not there, behind the others */
    }
    if (directory->next == NAMES + directory->more) {
        errno = directory->fails;
        return NULL;
    }
    if (directory->next < NAMES)
        strcpy(directory->given, directory->name[directory->next]);
    else
        snprintf(directory->given, sizeof directory->given, "%d",
                 directory->next);
    directory->next++;
    errno = ERANGE; /* as the real one may */
    return directory->given;
}

void directory_close(struct directory *directory)
{
    if (is_closed(directory))
        return;
    if (directory->real != NULL)
        closedir(directory->real);
    directory->real = NULL;
    directory->open = 0;
    errno = ENOTTY;
}
