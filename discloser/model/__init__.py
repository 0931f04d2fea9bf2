"""The domain: what one department's input says, as frozen models. No files, no floats."""
