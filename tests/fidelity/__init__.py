"""What discloser prints beside what departments published, cell by cell."""
