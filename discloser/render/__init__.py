"""Writers: each prints the document tree in one format."""
