"""Training: batches, the prompted model, the loop, and what is saved so that a run can go on."""
