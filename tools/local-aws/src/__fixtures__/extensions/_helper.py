"""A helper of other extensions, which is not loaded by itself."""

raise RuntimeError("A module whose name begins with an underscore was loaded.")
