"""What is kept for a learner: progress, and a reset that loses nothing."""
