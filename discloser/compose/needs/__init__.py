"""What a pack's document may need of an input, read from its templates without running them."""
