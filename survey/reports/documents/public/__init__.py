"""What a study shows of itself to everybody: its answers, how it was made."""
