"""What the workshop does inside a notebook: %check and its relatives."""
