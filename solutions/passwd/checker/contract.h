#include <pwd.h>
#include "account.h"
