this never compiled
