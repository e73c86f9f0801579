"""One controller for each thing a person does; they know the engine and the workspace, never a page."""
