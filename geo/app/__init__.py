"""The page: parts that turn widgets into a choice, and a snapshot into what is read."""
