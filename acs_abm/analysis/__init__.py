"""Reading what runs recorded: figures, findings in words, reports."""
