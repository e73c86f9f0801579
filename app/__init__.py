"""The application: it starts, connects and decides. What the eye sees is in `widgets`, the work in `engine`."""
