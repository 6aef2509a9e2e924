#include <stdlib.h>
#include "ranking.h"
