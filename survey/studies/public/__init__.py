"""What of a study is given to everybody: its answers, and how it was made."""
