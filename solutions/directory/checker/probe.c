/*
 * Stands in for opendir(), readdir() and closedir(): invents folders, fails
 * on purpose for some of them, and counts what is open and what is misused.
 */
/* As Python.h does: where dirent.h then calls readdir() by the name of
 * readdir64(), this one is called so too. */
#define _FILE_OFFSET_BITS 64

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MANY = 200, NAMES = 4 };

struct folder {
    int open;
    int fails; /* after the names */
    int next;
    char name[NAMES][40];
};

static struct folder folders[MANY];
static int opened, misused;
static struct dirent entry;

/* How many folders are open now. */
int probe_open_count(void)
{
    int count = 0;

    for (int k = 0; k < opened; k++) {
        count += folders[k].open;
    }
    return count;
}

/* How often a folder was used that is closed. */
int probe_misuse_count(void)
{
    return misused;
}

static DIR *failed(int number)
{
    errno = number;
    return NULL;
}

DIR *opendir(const char *name)
{
    struct folder *const folder = &folders[opened];

    if (strcmp(name, "missing") == 0) {
        return failed(ENOENT);
    }
    if (strcmp(name, "notes.txt") == 0) {
        return failed(ENOTDIR);
    }
    if (strcmp(name, "private") == 0) {
        return failed(EACCES);
    }
    if (opened == MANY) {
        return failed(EMFILE);
    }
    opened++;
    folder->open = 1;
    folder->fails = strcmp(name, "broken") == 0;
    strcpy(folder->name[0], ".");
    snprintf(folder->name[1], sizeof folder->name[1], "%.20s-one", name);
    strcpy(folder->name[2], "..");
    strcpy(folder->name[3], "ren\xe9");
    errno = ENOTTY; /* as the real one may, when all went well */
    return (DIR *)folder;
}

struct dirent *readdir(DIR *stream)
{
    struct folder *const folder = (struct folder *)stream;

    if (!folder->open) {
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
    return &entry;
}

int closedir(DIR *stream)
{
    struct folder *const folder = (struct folder *)stream;

    if (!folder->open) {
        misused++;
        errno = EBADF;
        return -1;
    }
    folder->open = 0;
    errno = ENOTTY;
    return 0;
}
