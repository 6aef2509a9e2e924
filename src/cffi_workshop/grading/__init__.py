"""From a folder to a verdict: what is built, tried, diagnosed and judged."""
