"""Work for the engine: what it is, the queue, and the processes that do it."""
