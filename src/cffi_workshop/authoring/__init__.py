"""What authors of exercises generate and write: stubs, collected answers, generated files."""
