"""The places of the window: Home, Teach, Watch, Play and Shelf."""
