/*
 * Stands in for the user database and for account.c: invents a user for each
 * number and name, and fails on purpose for a few of them.
 */
#include "account.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

enum { UNKNOWN = 4040, BROKEN = 5005 };

static struct passwd *invented(const char *name, unsigned int uid)
{
    static char user[80], home[100], empty[] = "", comment[] = "A. N. Other",
                                     shell[] = "/bin/invented";
    static struct passwd entry;

    snprintf(user, sizeof user, "%s", name);
    snprintf(home, sizeof home, "/homes/%s", name);
    entry.pw_name = user;
    entry.pw_passwd = empty;
    entry.pw_uid = uid;
    entry.pw_gid = uid + 1;
    entry.pw_gecos = comment;
    entry.pw_dir = home;
    entry.pw_shell = shell;
    /* As the real one may: a call that went well leaves any errno. */
    errno = ENOTTY;
    return &entry;
}

/* Unknown leaves errno alone, as POSIX has it. */
static struct passwd *failed(int number)
{
    if (number) {
        errno = number;
    }
    return NULL;
}

struct passwd *getpwuid(uid_t uid)
{
    char name[40];

    if (uid == UNKNOWN || uid == BROKEN) {
        return failed(uid == BROKEN ? EIO : 0);
    }
    snprintf(name, sizeof name, "u%u", (unsigned int)uid);
    return invented(name, uid);
}

struct passwd *getpwnam(const char *name)
{
    if (strcmp(name, "unknown") == 0 || strcmp(name, "broken") == 0) {
        return failed(strcmp(name, "broken") == 0 ? EMFILE : 0);
    }
    return invented(name, 77);
}

int account_book(struct account *account, int64_t written)
{
    const double oldest = account->history[0];

    account->disk.used = 7 * written;
    account->history[0] = account->history[3];
    account->history[3] = oldest;
    return 0;
}
