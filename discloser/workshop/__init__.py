"""The template maintainer's workshop: listing, making, checking and comparing packs."""
