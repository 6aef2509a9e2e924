"""What an exercise is: its metadata, solution marks, hints and languages; read, never written."""
