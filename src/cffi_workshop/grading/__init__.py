"""From a folder to a verdict."""
