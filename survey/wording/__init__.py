"""What people read: messages in every language, and how figures, dates and lists are written in each."""
