#include "directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct directory {
    DIR *stream;
};

struct directory *directory_open(const char *path)
{
    struct directory *const directory = malloc(sizeof *directory);

    if (directory == NULL)
        return NULL;
    directory->stream = opendir(path);
    if (directory->stream == NULL) {
        const int reason = errno; /* free() may change it */
        free(directory);
        errno = reason;
        return NULL;
    }
    return directory;
}

/* Return whether it is the folder itself, or the one that it is in. */
static int is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

const char *directory_next(struct directory *directory)
{
    const struct dirent *entry;

    do {
        errno = 0; /* NULL is the end or a failure; only errno tells */
        entry = readdir(directory->stream);
    } while (entry != NULL && is_dots(entry->d_name));
    return entry == NULL ? NULL : entry->d_name;
}

void directory_close(struct directory *directory)
{
    closedir(directory->stream);
    free(directory);
}
