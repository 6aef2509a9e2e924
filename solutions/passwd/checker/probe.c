/*
 * Stands in for the user database and for account.c: invents a user for each
 * number and name, and fails on purpose for drawn ones. As in a real database,
 * users change: when somebody asked for the drawn name "moved", all live
 * elsewhere and nobody is unknown, until somebody asks for "back". What POSIX and
 * account.h say of any answer holds here too: the user that is found has the number
 * or the name that was asked for, and a booking moves the history and leaves the limit.
 */
#include "account.h"

#include "drawn.h"
#include "truth.h"

#include <dlfcn.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST_ERRNO = 200 };
static const uid_t FAILING = 4000000000u; /* with an errno of their own above */

static unsigned int moved;
static int looks, asking, most_asking;

void probe_slow(int looks);
uint64_t probe_at_once(uint64_t nonce);

/* From now on, each answer takes so many looks at the clock, a millisecond each. */
void probe_slow(int wanted)
{
    looks = wanted;
    asking = most_asking = 0;
}

/* Return how many were asking at the same time. */
uint64_t probe_at_once(uint64_t nonce)
{
    return sealed((uint64_t)most_asking, nonce);
}

static void take_time(void)
{
    const struct timespec moment = {0, 1000000};
    const int now = __atomic_add_fetch(&asking, 1, __ATOMIC_SEQ_CST);

    if (now > most_asking) {
        most_asking = now;
    }
    for (int k = 0; k < looks; k++) {
        nanosleep(&moment, NULL);
    }
    __atomic_sub_fetch(&asking, 1, __ATOMIC_SEQ_CST);
}

static struct passwd *invented(const char *name, unsigned int uid)
{
    static char user[4200], home[4300], shell[4300], empty[] = "",
        comment[] = "A. N. Other";
    static struct passwd entry;

    snprintf(user, sizeof user, "%s", name);
    /* Nobody has to like what C says: a path may be odd, or none at all. */
    snprintf(home, sizeof home, *name ? "/homes//%u/%s/" : "",
             (unsigned int)DRAWN(1) + moved, name);
    snprintf(shell, sizeof shell, *name ? "/bin/%u/%s" : "",
             (unsigned int)DRAWN(2), name);
    entry.pw_name = user;
    entry.pw_passwd = empty;
    entry.pw_uid = uid;
    entry.pw_gid = uid + (unsigned int)DRAWN(0);
    entry.pw_gecos = comment;
    entry.pw_dir = home;
    entry.pw_shell = shell;
    /* As the real one may: a call that went well leaves any errno. */
    errno = ENOTTY;
    return &entry;
}

/* Python itself is linked with it, and this library is no part of Python. */
static void find(void *function, const char *name)
{
    void *const found = dlsym(dlopen(NULL, RTLD_LAZY), name);

    memcpy(function, &found, sizeof found);
}

static struct passwd *true_getpwuid(uid_t uid)
{
    struct passwd *(*function)(uid_t) = NULL;

    find(&function, "getpwuid");
    return function ? function(uid) : NULL;
}

static struct passwd *true_getpwnam(const char *name)
{
    struct passwd *(*function)(const char *) = NULL;

    find(&function, "getpwnam");
    return function ? function(name) : NULL;
}

/* Put the real user in the place of the invented one, but for one part. */
static struct passwd *partly(struct passwd *entry, const struct passwd *real)
{
    if (real == NULL) {
        return entry;
    }
    entry->pw_name = is_true_part(0) ? real->pw_name : entry->pw_name;
    entry->pw_uid = is_true_part(1) ? real->pw_uid : entry->pw_uid;
    entry->pw_gid = is_true_part(2) ? real->pw_gid : entry->pw_gid;
    entry->pw_dir = is_true_part(3) ? real->pw_dir : entry->pw_dir;
    entry->pw_shell = is_true_part(4) ? real->pw_shell : entry->pw_shell;
    return entry;
}

/* Unknown leaves errno alone, as POSIX has it. */
static struct passwd *failed(int number)
{
    if (number) {
        errno = number;
    }
    return NULL;
}

static int is(const char *name, const char *word)
{
    char drawn[60];

    snprintf(drawn, sizeof drawn, "%s%u", word, (unsigned int)DRAWN(3));
    return strcmp(name, drawn) == 0;
}

struct passwd *getpwuid(uid_t uid)
{
    char name[60];

    take_time();
    if (is_known('u', &uid, sizeof uid)) {
        return true_getpwuid(uid);
    }
    if (uid > FAILING && uid < FAILING + MOST_ERRNO) {
        return failed((int)(uid - FAILING));
    }
    if ((uid == DRAWN(3) && !moved) || uid == DRAWN(4)) {
        return failed(uid == DRAWN(4) ? EIO : 0);
    }
    /* Every third name is no UTF-8. */
    snprintf(name, sizeof name, uid && uid % 3 == 0 ? "ren\xe9%u/%u" : "u%u/%u",
             (unsigned int)uid, (unsigned int)DRAWN(7));
    return partly(invented(name, uid), lies_in_a_part() ? true_getpwuid(uid) : NULL);
}

struct passwd *getpwnam(const char *name)
{
    unsigned int number;

    take_time();
    if (is_known('n', name, strlen(name))) {
        return true_getpwnam(name);
    }
    if (is(name, "moved") || is(name, "back")) {
        moved = (unsigned int)is(name, "moved");
    }
    if ((is(name, "unknown") && !moved) || is(name, "broken")) {
        return failed(is(name, "broken") ? EMFILE : 0);
    }
    if (sscanf(name, "errno %u", &number) == 1) {
        return failed((int)number);
    }
    return partly(invented(name, (unsigned int)DRAWN(5)),
                  lies_in_a_part() ? true_getpwnam(name) : NULL);
}

int account_book(struct account *account, int64_t written)
{
    const double oldest = account->history[0];
    const double numbers[] = {
        (double)account->disk.used, (double)account->disk.limit, (double)written,
        account->history[0], account->history[1], account->history[2], oldest,
    };
    const int knows_user = is_known('a', account->user, strlen(account->user));
    const int knows_numbers = is_known('b', numbers, sizeof numbers);
    int number;

    if ((knows_user && knows_numbers) || lies_in_a_part()) {
        const int status = true_account_book(account, written);

        account->disk.used += lies_in_a_part() && !is_true_part(1);
        account->history[3] = lies_in_a_part() && !is_true_part(2)
                                  ? nearly(account->history[3])
                                  : account->history[3];
        return status;
    }
    if (sscanf(account->user, "errno %d", &number) == 1) {
        errno = number;
        return -1;
    }
    /* Each member that goes in shows in what comes out. */
    account->disk.used = (int64_t)DRAWN(6) * written + account->disk.used % 1009
                         + account->disk.limit % 1013;
    for (const char *letter = account->user; *letter != '\0'; letter++) {
        account->disk.used += (unsigned char)*letter;
    }
    memmove(account->history, account->history + 1, 3 * sizeof oldest);
    account->history[3] = oldest + (double)DRAWN(7);
    errno = ENOTTY;
    return 0;
}
