"""What is paid for doing something well, or for doing it at all: one file an incentive."""
