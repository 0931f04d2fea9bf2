"""What discloser prints beside what five departments published, cell by cell."""
