"""The door for the web: one page, one question at a time, a way out on all of them."""
