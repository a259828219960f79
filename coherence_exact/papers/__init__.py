"""What papers claim, one folder a paper; nothing else in the package knows any of them."""
