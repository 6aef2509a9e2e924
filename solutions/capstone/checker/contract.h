#include <sqlite3.h>
#include "shortlex.h"
