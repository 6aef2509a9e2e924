/*
 * Stands in for opendir(), readdir() and closedir(): invents folders, fails
 * on purpose for some of them, and counts what is open and what is misused.
 */
/* As Python.h does: where dirent.h then calls readdir() by the name of
 * readdir64(), this one is called so too. */
#define _FILE_OFFSET_BITS 64

#include "drawn.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MANY = 2048, NAMES = 6 };

struct folder {
    int open;
    int fails; /* after the names */
    int next;
    char name[NAMES][60];
};

static struct folder folders[MANY];
static unsigned int opened, asked, misused;
static struct dirent entry;

uint64_t probe_open(uint64_t nonce);
uint64_t probe_misused(uint64_t nonce);
uint64_t probe_asked(uint64_t nonce);

/* How many folders are open now. */
uint64_t probe_open(uint64_t nonce)
{
    unsigned int count = 0;

    for (unsigned int k = 0; k < opened; k++) {
        count += (unsigned int)folders[k].open;
    }
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

static DIR *failed(int number)
{
    errno = number;
    return NULL;
}

DIR *opendir(const char *name)
{
    struct folder *const folder = &folders[opened];

    asked++;
    if (strncmp(name, "missing", 7) == 0) {
        return failed(ENOENT);
    }
    if (strncmp(name, "notes.txt", 9) == 0) {
        return failed(ENOTDIR);
    }
    if (strncmp(name, "private", 7) == 0) {
        return failed(EACCES);
    }
    if (strncmp(name, "loop", 4) == 0) {
        return failed(ELOOP);
    }
    if (opened == MANY) {
        return failed(EMFILE);
    }
    opened++;
    folder->open = 1;
    folder->fails = strncmp(name, "broken", 6) == 0;
    strcpy(folder->name[0], ".");
    snprintf(folder->name[1], sizeof folder->name[1], "%.20s-%u", name,
             (unsigned int)DRAWN(0));
    strcpy(folder->name[2], "ren\xe9");
    snprintf(folder->name[3], sizeof folder->name[3], ".hidden%u",
             (unsigned int)DRAWN(1));
    strcpy(folder->name[4], "...");
    strcpy(folder->name[5], ".."); /* any place is right, also the last */
    errno = ENOTTY; /* as the real one may, when all went well */
    return (DIR *)folder;
}

struct dirent *readdir(DIR *stream)
{
    struct folder *const folder = (struct folder *)stream;

    asked++;
    if (folder == NULL || !folder->open) {
        misused++;
        errno = EBADF;
        return NULL;
    }
    if (folder->next == NAMES) {
        if (folder->fails) {
            errno = EIO;
        }
        return NULL; /* at the end, errno stays what it was */
    }
    strcpy(entry.d_name, folder->name[folder->next++]);
    errno = ERANGE; /* as the real one may */
    return &entry;
}

int closedir(DIR *stream)
{
    struct folder *const folder = (struct folder *)stream;

    asked++;
    if (folder == NULL || !folder->open) {
        misused++;
        errno = EBADF;
        return -1;
    }
    folder->open = 0;
    errno = ENOTTY;
    return 0;
}
