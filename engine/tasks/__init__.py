"""What is asked of a backbone: how a row is encoded, scored and measured."""
