#ifndef DIRECTORY_H
#define DIRECTORY_H

/*
 * A folder that is being read. What is in this struct differs from system to
 * system, so it stands in directory.c alone: outside there are pointers to it,
 * and nothing else.
 */
struct directory;

/*
 * Open a folder. Return NULL when that fails, with errno set to the reason.
 *
 * path: NUL-terminated; it is read, and not kept.
 * The folder is open until you hand it to directory_close(), which you do once.
 */
struct directory *directory_open(const char *path);

/*
 * Return the next name in a folder, NUL-terminated, without "." and "..".
 *
 * Return NULL at the end, with errno 0, and also when reading fails, with errno
 * set to the reason. The name belongs to the folder: copy it before the next
 * call.
 */
const char *directory_next(struct directory *directory);

/* Close a folder and free what belongs to it. It may change errno. */
void directory_close(struct directory *directory);

#endif
